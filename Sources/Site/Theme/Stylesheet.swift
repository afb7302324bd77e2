/// The style of all pages: one file, no scripts needed, light, dark, forced colours and print.
package enum Stylesheet {
  package static let text =
    tokens + base + layout + header + navigation + boxes + mathematics + evidence + figures
    + startPage + search + previews + media + print

  /// Colours with their contrasts tested in `ContrastTests`; sizes in rem, so that the reader's
  /// own setting is respected.
  static let tokens = """
    :root{color-scheme:light dark;
    \(light);
    --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
    --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;
    --unit:.8125rem;--back:var(--bg);--out:1.25rem}
    @media (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
    :root[data-theme=dark]{color-scheme:dark;\(dark)}
    :root[data-theme=light]{color-scheme:light}

    """

  package static let light = """
    --bg:#fff;--surface:#f6f7f8;--text:#1b1f24;--muted:#57606a;--faint:#656d76;\
    --link:#1f57c3;--visited:#6b3fa0;--rule:#d0d7de;--control:#7c858f;\
    --ok:#1a6b3c;--ok-bg:#e6f4ea;--warn:#8a5300;--warn-bg:#fff3dc;--bad:#b3261e;--bad-bg:#fdecea;\
    --mark:#fff1b8;--code-bg:#f3f4f6;--kw:#8a2ba8;--str:#0b6b3a;--num:#9a4a00;--com:#5f6b76;--fn:#1f57c3;\
    --grid:#e3e6ea;--axis:#57606a;--c0:#1b1f24;--c1:#2f5fd0;--c2:#d97706;--c3:#0a5c3a;--c4:#a63a8b;\
    --r1:#dce6fa;--r2:#fbe7cf
    """

  package static let dark = """
    --bg:#14171c;--surface:#1c2027;--text:#e6e8eb;--muted:#a3acb7;--faint:#8b95a1;\
    --link:#8ab4f8;--visited:#c5a3f5;--rule:#343a43;--control:#79828d;\
    --ok:#7bd39b;--ok-bg:#15301f;--warn:#f0c36a;--warn-bg:#33270f;--bad:#ff9a91;--bad-bg:#3a1a18;\
    --mark:#5a4a12;--code-bg:#1e232a;--kw:#d9a8f0;--str:#8bd8a5;--num:#f2b880;--com:#97a1ac;--fn:#9cc2ff;\
    --grid:#2a3038;--axis:#a3acb7;--c0:#e6e8eb;--c1:#5e8eec;--c2:#f59e3b;--c3:#81c2b3;--c4:#b56a91;\
    --r1:#1b2a47;--r2:#3a2a12
    """

  static let base = """
    *,::before,::after{box-sizing:border-box}
    html{font-size:112.5%;scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
    .waiting body{visibility:hidden}
    body{margin:0;background:var(--bg);color:var(--text);font-family:var(--sans);line-height:1.62}
    h1,h2,h3,h4{line-height:1.25;text-wrap:balance;margin:calc(3*var(--unit)) 0 var(--unit)}
    h1{font-size:2rem;margin-top:0}h2{font-size:1.5rem}h3{font-size:1.2rem}h4{font-size:1rem}
    p,.p,ul,ol,table,pre,figure,blockquote{margin:0 0 calc(1.5*var(--unit))}
    p,.p{text-wrap:pretty}li>p,li>.p{margin-bottom:var(--unit)}
    a{color:var(--link);text-decoration:underline;text-decoration-thickness:.07em;text-underline-offset:.15em}
    a:visited{color:var(--visited)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
    code,pre{font-family:var(--mono);font-size:.875em}
    code{background:var(--code-bg);padding:.1em .25em;border-radius:.2em}
    pre{background:var(--code-bg);padding:var(--unit);overflow-x:auto;border-radius:.3rem;line-height:1.5}
    pre code{background:none;padding:0;font-size:inherit}
    blockquote{border-left:3px solid var(--rule);padding-left:1rem;margin-left:0;margin-right:0;color:var(--muted)}
    hr{border:0;border-top:1px solid var(--rule);margin:calc(3*var(--unit)) 0}
    img{max-width:100%;height:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9375em}
    th,td{padding:.35em .75em;border-bottom:1px solid var(--rule);text-align:left;vertical-align:baseline}
    th{border-bottom-color:var(--control)}
    .right,.right :is(th,td){text-align:right}.center{text-align:center}
    .wide table{font-size:.875em}.wide :is(th,td){padding:.35em .45em}
    .scroll{overflow-x:auto;margin-bottom:calc(1.5*var(--unit))}.scroll>table{margin:0}
    caption,figcaption{font-size:.875rem;color:var(--muted);text-align:left;padding-top:.4rem}
    summary{cursor:pointer;min-height:24px}
    mark{background:var(--mark);color:inherit}sup,sub{line-height:0}
    .skip{position:absolute;left:-99rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
    .skip:focus{left:.5rem;top:.5rem}
    .permalink{margin-left:.4em;text-decoration:none;font-weight:400;opacity:0}
    .permalink::before{content:"#"}
    :hover>.permalink,.permalink:focus-visible{opacity:1}

    """

  static let layout = """
    .page{display:grid;grid-template-columns:minmax(1rem,1fr) minmax(0,34rem) minmax(1rem,1fr)}
    .page>*{grid-column:2}
    main{min-width:0;overflow-x:clip;padding-bottom:calc(3*var(--unit))}
    footer.site{grid-column:1/-1;border-top:1px solid var(--rule);padding:1rem;font-size:.875rem;color:var(--muted);
    text-align:center}
    .lead{color:var(--muted);font-size:1.0625rem}
    .meta{font-size:.875rem;color:var(--muted)}
    nav.contents{font-size:.875rem;margin-bottom:calc(1.5*var(--unit))}
    nav.contents ol{list-style:none;padding-left:0;margin:0}nav.contents ol ol{padding-left:1rem}
    nav.contents a{display:inline-block;padding:.15rem 0;text-decoration:none}
    nav.contents a:hover{text-decoration:underline}nav.contents .sub{padding-left:1rem}
    nav.contents a[aria-current]{color:var(--text);text-decoration:underline;text-decoration-thickness:2px}
    @media (min-width:72rem){
    .page{grid-template-columns:minmax(1rem,1fr) 12.5rem 2rem minmax(0,34rem) 2.5rem 14rem minmax(0,1fr)}
    .page>*{grid-column:4}
    nav.contents{grid-column:2;grid-row:2;position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}
    @supports selector(::details-content){nav.contents summary{display:none}
    nav.contents details::details-content{content-visibility:visible;block-size:auto}}
    main{grid-row:2;overflow-x:visible}.scroll.wide{margin-right:-16.5rem}}

    """

  static let header = """
    header.site{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:center;
    padding:.6rem 1rem;border-bottom:1px solid var(--rule);font-size:.875rem;margin-bottom:calc(3*var(--unit))}
    header.site .home{font-weight:600;color:var(--text);text-decoration:none}
    header.site .place{color:var(--muted);flex:1 1 8rem}
    header.site nav{display:flex;flex-wrap:wrap;gap:0 .9rem}
    header.site nav a{display:inline-flex;align-items:center;min-height:24px;text-decoration:none}
    header.site nav a:hover{text-decoration:underline}
    header.site nav a[aria-current]{color:var(--text);font-weight:600}
    .theme{display:flex;border:1px solid var(--control);border-radius:1rem;padding:0;margin:0;overflow:hidden}
    .theme[hidden]{visibility:hidden}
    .theme legend,.theme input{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .theme label{position:relative;display:flex;align-items:center;min-height:24px;padding:0 .6rem;cursor:pointer;color:var(--muted)}
    .theme label:has(:checked){background:var(--text);color:var(--bg)}
    .theme label:has(:focus-visible){outline:2px solid var(--link);outline-offset:-2px}

    """

  static let navigation = """
    nav.turn{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;border-top:1px solid var(--rule);
    padding:1rem 0;font-size:.9375rem}
    nav.turn a{flex:0 1 45%}nav.turn .next{text-align:right;margin-left:auto}
    nav.turn small{display:block;color:var(--muted)}

    """

  static let boxes = """
    .box{--back:var(--surface);--out:2.25rem;
    border-left:3px solid var(--control);background:var(--surface);padding:var(--unit) 1rem;
    margin:0 0 calc(1.5*var(--unit));border-radius:0 .3rem .3rem 0}
    .box>:last-child{margin-bottom:0}
    .box>.title{font-weight:600;margin:0 0 .5rem}
    .box .kind{font-weight:700}.box .name{font-weight:400}
    .theorem,.lemma,.proposition,.corollary{border-color:var(--c1)}
    .definition,.algorithm{border-color:var(--c3)}
    .proof,.solution{--back:var(--bg);background:none;border-color:var(--rule)}
    .box>details>:last-child{margin-bottom:0}
    .erratum{border-color:var(--bad)}.warning{border-color:var(--warn)}.exercise{border-color:var(--c4)}
    .proof::after{content:"";display:block;width:.55rem;height:.55rem;margin:.5rem 0 0 auto;border:1px solid var(--muted)}
    .proof:has(>details:not([open]))::after{display:none}
    details.fold>summary{font-weight:600}details.fold[open]>summary{margin-bottom:.5rem}

    """

  static let mathematics = """
    .katex{font-size:1.08em;color:inherit}
    .shapes{position:absolute;width:0;height:0}.shapes path,.katex use{stroke:none}
    .claim{position:relative;margin:0 0 calc(1.5*var(--unit))}
    .display{display:flex;align-items:center;gap:.5rem}
    .display .body{flex:1 1 auto;min-width:0;overflow-x:auto;overflow-y:hidden;padding:.35rem 0}
    .display .body,.scroll,pre{background:linear-gradient(90deg,var(--back) 30%,transparent) -1px -1px/2rem calc(100% + 2px) no-repeat local,
    linear-gradient(270deg,var(--back) 30%,transparent) calc(100% + 1px) -1px/2rem calc(100% + 2px) no-repeat local,
    linear-gradient(90deg,var(--control),transparent) -2px 0/.4rem 100% no-repeat scroll,
    linear-gradient(270deg,var(--control),transparent) calc(100% + 2px) 0/.4rem 100% no-repeat scroll}
    pre{--back:var(--code-bg);background-color:var(--code-bg)}
    .display .katex-display{margin:0}
    .display .number{flex:none;color:var(--muted);font-size:.9375rem;text-decoration:none;min-height:24px}
    .display .number:hover{text-decoration:underline}
    .number.at{position:absolute;right:0;transform:translateY(-50%)}
    .display:has(.number.at){padding-right:3.25rem}
    .joined{white-space:nowrap}.joined>*{white-space:normal}
    .katex,.katex-display{position:relative}
    .refuted{--back:var(--bad-bg);background:var(--bad-bg);border-radius:.3rem;padding:0 .5rem}
    .refuted .katex{display:inline-block}
    .claim:not(.lines) .refuted .katex::after{content:"";position:absolute;inset:0;pointer-events:none;opacity:.55;
    background:linear-gradient(to top right,transparent calc(50% - .035em),var(--bad) calc(50% - .035em) calc(50% + .035em),transparent calc(50% + .035em))}
    .counterexample{font-size:.875rem;margin:.4rem 0 0;line-height:1.8}
    .counterexample b{color:var(--bad)}
    math{font-size:1.05em}

    """

  /// A verdict is a pill below its formula; where there is room it stands in the margin, and on
  /// every line of a chain there is one.
  static let evidence = """
    .mark{display:inline-flex;gap:.35rem;align-items:center;min-height:24px;width:max-content;max-width:min(100%,15rem);
    margin:0;padding:0 .55rem;border:1px solid transparent;border-radius:.9rem;
    font-size:.8125rem;line-height:1.3;color:var(--muted)}
    .mark.pass{color:var(--ok);background:var(--ok-bg)}
    .mark.fail{color:var(--bad);background:var(--bad-bg)}
    .mark.open{color:var(--warn);background:var(--warn-bg)}
    .mark.quiet{padding-left:0}
    summary.mark{list-style:none}summary.mark::-webkit-details-marker{display:none}
    summary.mark::after{content:"";width:.35em;height:.35em;border:solid currentColor;border-width:0 1.5px 1.5px 0;
    transform:rotate(45deg) translate(-.1em,-.1em)}
    [open]>summary.mark::after{transform:rotate(-135deg) translate(-.1em,-.1em)}
    summary.mark:hover,[open]>summary.mark{border-color:currentColor}
    .lines .mark.at{position:absolute;right:0;transform:translateY(-50%);padding:0 .3rem;gap:0}
    .lines .mark.at>span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .lines .mark.at::after{display:none}
    .lines .display{padding-right:2rem}.lines .display:has(.number.at){padding-right:5.25rem}.lines .number.at{right:2rem}
    @media screen and (min-width:72rem){
    .claim .mark.at{position:absolute;left:calc(100% + var(--out));right:auto;transform:translateY(-50%);padding:0 .55rem;gap:.35rem}
    .claim .mark.quiet.at{padding-left:0}
    .lines .mark.at>span{position:static;width:auto;height:auto;clip-path:none;white-space:normal}
    .lines summary.mark.at::after{display:block}
    .lines .display{padding-right:0}.lines .display:has(.number.at){padding-right:3.25rem}.lines .number.at{right:0}}
    .panel{border:1px solid var(--rule);border-radius:.3rem;background:var(--bg);padding:.6rem .8rem;margin-top:.4rem;font-size:.8125rem}
    .panel dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem .8rem;margin:0}
    .panel dl+dl{border-top:1px solid var(--rule);margin-top:.5rem;padding-top:.5rem}
    .panel dt{color:var(--muted)}
    .panel dd{margin:0;min-width:0;overflow-wrap:anywhere}
    .panel dd>div{overflow-x:auto;overflow-y:hidden}
    .panel p{margin:.5rem 0 0}
    .evidence.inline{display:inline-block}.evidence.inline[open]{display:inline}
    .sign{display:inline-block;min-height:0;padding:0 .2em;list-style:none;font-size:.75em;vertical-align:.4em;line-height:1.3}
    .sign::-webkit-details-marker{display:none}.sign:hover,[open]>.sign{background:var(--surface);border-radius:.3em}
    .sign>span{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
    .sign.pass{color:var(--ok)}.sign.fail{color:var(--bad)}.sign.open{color:var(--warn)}
    .evidence.inline>.panel{margin:.3rem 0 .6rem}
    sup.pass{color:var(--ok)}sup.fail{color:var(--bad)}sup.open{color:var(--warn)}

    """

  static let figures = """
    figure{margin:0 0 calc(2*var(--unit))}
    .cell details.code{font-size:.875rem;margin-bottom:.5rem}
    .cell output{display:block;font-family:var(--mono);font-size:.875em;overflow-x:auto;white-space:pre}
    .checks{list-style:none;padding:0;font-size:.8125rem}
    .checks .pass{color:var(--ok)}.checks .fail{color:var(--bad)}
    pre i{font-style:normal}.kw{color:var(--kw)}.str{color:var(--str)}.num{color:var(--num)}.com{color:var(--com)}.fn{color:var(--fn)}

    """

  static let startPage = """
    ol.lessons{list-style:none;padding:0}.lesson{margin-top:calc(6*var(--unit))}
    ol.map{list-style:none;padding:0}
    ol.map li{display:grid;grid-template-columns:2.2rem 1fr;margin:0 0 calc(1.5*var(--unit))}
    ol.map p{margin:.1rem 0 0}
    .number{font-variant-numeric:tabular-nums;color:var(--muted)}
    .arcs{display:flex;margin:0 0 calc(3*var(--unit));font-size:.9375rem;overflow:hidden}
    .arcs svg{flex:none}
    .arcs ol{list-style:none;margin:0;padding:0;min-width:0}
    .arcs li{height:28px;line-height:28px;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
    .arcs li .number{display:inline-block;min-width:1.6rem;text-align:right;margin-right:.4rem}
    .arcs small{color:var(--muted);margin-left:.8rem}
    .arc{fill:none;stroke:var(--control);stroke-width:1.2}.tip{fill:var(--control)}.knot{fill:var(--text)}
    .gallery{list-style:none;padding:0;display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,15rem),1fr));gap:1.5rem}
    .gallery p{font-size:.875rem;margin:.4rem 0 0}
    .gallery .plot{border:1px solid var(--rule);border-radius:.3rem;padding:.5rem}

    """

  static let search = """
    form.search{display:flex;flex-wrap:wrap;gap:.3rem .8rem;align-items:center}form.search[hidden]{visibility:hidden}
    form.search input{flex:1 1 14rem;min-width:0;font:inherit;color:inherit;background:var(--bg);padding:.35rem .6rem;
    border:1px solid var(--control);border-radius:.3rem}
    .results{list-style:none;padding:0}.results li{margin-bottom:calc(1.5*var(--unit))}
    .results p{margin:0;font-size:.875rem;color:var(--muted);overflow-wrap:anywhere}
    .results small,.register small{color:var(--muted)}
    .register{list-style:none;padding:0}.register li{margin:0}
    #found:empty{margin:0}

    """

  static let previews = """
    .preview{position:absolute;z-index:3;width:max-content;max-width:min(34rem,calc(100vw - 16px));max-height:60vh;overflow:auto;
    background:var(--bg);border:1px solid var(--control);border-radius:.4rem;padding:.7rem .9rem;
    box-shadow:0 .3rem 1.2rem rgb(0 0 0/.18);font-size:.9375rem}
    .preview>:last-child,.preview .box{margin-bottom:0}

    """

  static let media = """
    @media (max-width:30rem){html{font-size:106%}p,.p{hyphens:auto}
    th,td{padding:.35em .4em}.box{padding-left:.7rem;padding-right:.7rem}
    .katex-display>.katex{white-space:normal}.katex-html>span:not([class]){display:inline-block}
    .claim:not(.lines) :is(.katex-html,.katex-html>span:not([class]))>b:not(.newline,.tag){margin:.12em 0}}
    @media (max-width:24rem){header.site nav{gap:0 .6rem;font-size:.8125rem}h1{font-size:1.6rem}h1,h2,h3,h4{overflow-wrap:break-word}.notation{font-size:.875em}.box .notation{font-size:.8125em}
    .notation :is(th,td){padding:.35em .2em}
    .notation :is(th,td):first-child{padding-left:0}.notation :is(th,td):last-child{padding-right:0}}
    @media (prefers-contrast:more){:root{--muted:var(--text);--faint:var(--text);--rule:var(--control)}}
    @media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
    @media (forced-colors:active){.box,.mark,.refuted{border:1px solid CanvasText}
    .arc{stroke:CanvasText}.tip,.knot{fill:CanvasText}}

    """

  /// On paper: always light, every proof open, addresses written out, nothing that is only pressed.
  static let print = """
    @page{margin:2cm}
    @media print{
    :root,:root[data-theme=dark],:root:not([data-theme=light]){color-scheme:light;\(light)}
    :root{--text:#000}
    header.site nav,.theme,nav.contents,nav.turn,.skip,.panel,.permalink,.preview,details.code:not([open]){display:none!important}
    .page{display:block}header.site,footer.site{padding:0 0 .5rem}main{overflow:visible}
    html{font-size:10.5pt}body{line-height:1.5}
    p:has(+.claim),.p:has(+.claim){break-after:avoid;break-inside:avoid}.proof::after{break-before:avoid}
    .claim,.display,figure,.box>.title,tr,li{break-inside:avoid}h1,h2,h3,.box>.title,summary{break-after:avoid}
    details::details-content{content-visibility:visible;block-size:auto}
    details.fold>summary{list-style:none}details.fold>summary::-webkit-details-marker{display:none}
    .proof:has(>details:not([open]))::after{display:block}
    .display .body,.scroll{overflow:visible;background:none}.scroll.wide{margin-right:0}
    .lesson{break-before:page}.plot>.plot-wide{max-width:82%}
    .box,.mark{background:none;border-radius:0}summary.mark::after{display:none}
    .refuted{border:1px dashed var(--bad);background:none}
    main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em;overflow-wrap:anywhere}
    a,a:visited{color:inherit}pre{white-space:pre-wrap}}

    """
}
