/// The style of all pages: one file, no scripts needed, light, dark, forced colours and print.
enum Stylesheet {
  static let text =
    tokens + base + layout + navigation + boxes + mathematics + evidence + figures
    + media

  /// Colours with their contrasts tested in `ContrastTests`; sizes in rem, so that the reader's
  /// own setting is respected.
  static let tokens = """
    :root{color-scheme:light dark;
    --bg:#fff;--surface:#f6f7f8;--text:#1b1f24;--muted:#57606a;--faint:#656d76;
    --link:#1f57c3;--visited:#6b3fa0;--rule:#d0d7de;--control:#7c858f;
    --ok:#1a6b3c;--ok-bg:#e6f4ea;--warn:#8a5300;--warn-bg:#fff3dc;--bad:#b3261e;--bad-bg:#fdecea;
    --mark:#fff1b8;--code-bg:#f3f4f6;--kw:#8a2ba8;--str:#0b6b3a;--num:#9a4a00;--com:#5f6b76;--fn:#1f57c3;
    --grid:#e3e6ea;--axis:#57606a;--c0:#1b1f24;--c1:#2f5fd0;--c2:#d97706;--c3:#0a5c3a;--c4:#a63a8b;
    --r1:#dce6fa;--r2:#fbe7cf;
    --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif;
    --mono:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;
    --unit:.8125rem}
    @media (prefers-color-scheme:dark){:root:not([data-theme=light]){\(dark)}}
    :root[data-theme=dark]{color-scheme:dark;\(dark)}
    :root[data-theme=light]{color-scheme:light}

    """

  private static let dark = """
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
    body{margin:0;background:var(--bg);color:var(--text);font-family:var(--sans);line-height:1.62}
    h1,h2,h3,h4{line-height:1.25;text-wrap:balance;margin:calc(3*var(--unit)) 0 var(--unit)}
    h1{font-size:2rem;margin-top:0}h2{font-size:1.5rem}h3{font-size:1.2rem}h4{font-size:1rem}
    p,ul,ol,table,pre,figure,blockquote{margin:0 0 calc(1.5*var(--unit))}
    p{text-wrap:pretty}li>p{margin-bottom:var(--unit)}
    a{color:var(--link);text-decoration:underline;text-decoration-thickness:.07em;text-underline-offset:.15em}
    a:visited{color:var(--visited)}
    :focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:2px}
    code,pre{font-family:var(--mono);font-size:.875em}
    code{background:var(--code-bg);padding:.1em .25em;border-radius:.2em}
    pre{background:var(--code-bg);padding:var(--unit);overflow-x:auto;border-radius:.3rem;line-height:1.5}
    pre code{background:none;padding:0;font-size:inherit}
    blockquote{border-left:3px solid var(--rule);padding-left:1rem;margin-left:0;color:var(--muted)}
    hr{border:0;border-top:1px solid var(--rule);margin:calc(3*var(--unit)) 0}
    img{max-width:100%;height:auto}
    table{border-collapse:collapse;font-variant-numeric:tabular-nums;font-size:.9375em}
    th,td{padding:.35em .75em;border-bottom:1px solid var(--rule);text-align:left;vertical-align:baseline}
    th{border-bottom-color:var(--control)}
    .right{text-align:right}.center{text-align:center}
    .scroll{overflow-x:auto;margin-bottom:calc(1.5*var(--unit))}.scroll>table{margin:0}
    caption,figcaption{font-size:.875rem;color:var(--muted);text-align:left;padding-top:.4rem}
    summary{cursor:pointer;min-height:24px}
    .skip{position:absolute;left:-99rem;background:var(--bg);padding:.5rem 1rem;z-index:2}
    .skip:focus{left:.5rem;top:.5rem}

    """

  static let layout = """
    .page{display:grid;grid-template-columns:minmax(1rem,1fr) minmax(0,34rem) minmax(1rem,1fr)}
    .page>*{grid-column:2}
    header.site{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;
    padding:.6rem 1rem;border-bottom:1px solid var(--rule);font-size:.875rem;margin-bottom:calc(3*var(--unit))}
    header.site .home{font-weight:600;color:var(--text);text-decoration:none}
    header.site .place{color:var(--muted);flex:1 1 8rem}
    header.site nav a{display:inline-block;min-height:24px;margin-right:.9rem}
    main{min-width:0;overflow-x:clip;padding-bottom:calc(3*var(--unit))}
    footer.site{grid-column:1/-1;border-top:1px solid var(--rule);padding:1rem;font-size:.875rem;color:var(--muted);
    text-align:center}
    .lead{color:var(--muted);font-size:1.0625rem}
    .meta{font-size:.875rem;color:var(--muted)}
    nav.contents{font-size:.875rem;margin-bottom:calc(1.5*var(--unit))}
    nav.contents ol{list-style:none;padding-left:0;margin:0}nav.contents ol ol{padding-left:1rem}
    nav.contents a{display:inline-block;padding:.15rem 0;text-decoration:none}
    nav.contents a:hover{text-decoration:underline}
    @media (min-width:72rem){
    .page{grid-template-columns:1fr 14rem 2.5rem minmax(0,34rem) 2.5rem 14rem 1fr}
    .page>*{grid-column:4}
    nav.contents{grid-column:2;grid-row:2;position:sticky;top:1rem;align-self:start;max-height:calc(100vh - 2rem);overflow-y:auto}
    @supports selector(::details-content){nav.contents summary{display:none}
    nav.contents details::details-content{content-visibility:visible;block-size:auto}}
    main{grid-row:2}}

    """

  static let navigation = """
    nav.turn{display:flex;flex-wrap:wrap;gap:1rem;justify-content:space-between;border-top:1px solid var(--rule);
    padding:1rem 0;font-size:.9375rem}
    nav.turn a{flex:0 1 45%}nav.turn .next{text-align:right;margin-left:auto}
    nav.turn small{display:block;color:var(--muted)}
    ol.map{list-style:none;padding:0}ol.map li{margin:0 0 var(--unit)}
    ol.map .number{display:inline-block;min-width:2rem;color:var(--muted);font-variant-numeric:tabular-nums}
    ol.map p{margin:0 0 0 2rem;color:var(--muted);font-size:.9375rem}

    """

  static let boxes = """
    .box{border-left:3px solid var(--control);background:var(--surface);padding:var(--unit) 1rem;
    margin:0 0 calc(1.5*var(--unit));border-radius:0 .3rem .3rem 0}
    .box>:last-child{margin-bottom:0}
    .box>.title{font-weight:600;margin:0 0 .5rem}
    .box .kind{font-weight:700}.box .name{font-weight:400}
    .theorem,.lemma,.proposition,.corollary{border-color:var(--c1)}
    .definition,.algorithm{border-color:var(--c3)}
    .proof,.solution{background:none;border-color:var(--rule)}
    .erratum{border-color:var(--bad)}.warning{border-color:var(--warn)}.exercise{border-color:var(--c4)}
    .proof::after{content:"∎";display:block;text-align:right;color:var(--muted);line-height:1}
    details.fold>summary{font-weight:600}details.fold[open]>summary{margin-bottom:.5rem}
    .box .evidence>summary{font-weight:400}

    """

  static let mathematics = """
    .katex{font-size:1.08em;color:inherit}
    .display{display:flex;align-items:center;gap:.5rem;margin:0 0 calc(1.5*var(--unit))}
    .display .body{flex:1 1 auto;min-width:0;overflow-x:auto;overflow-y:hidden;padding:.35rem 0;
    background:linear-gradient(90deg,var(--bg) 30%,transparent) 0 0/2rem 100% no-repeat local,
    linear-gradient(270deg,var(--bg) 30%,transparent) 100% 0/2rem 100% no-repeat local,
    linear-gradient(90deg,var(--control),transparent) 0 0/.4rem 100% no-repeat scroll,
    linear-gradient(270deg,var(--control),transparent) 100% 0/.4rem 100% no-repeat scroll}
    .box .display .body{background:none}
    .display .katex-display{margin:0}
    .display .number{flex:none;color:var(--muted);font-size:.9375rem;text-decoration:none}
    .katex .katex-mathml{left:0;top:0}
    .katex,.katex-display{position:relative}
    .refuted>.body{background:var(--bad-bg);text-decoration:line-through;text-decoration-color:var(--bad)}

    """

  static let evidence = """
    .evidence{font-size:.8125rem;color:var(--muted);margin:calc(-1.2*var(--unit)) 0 calc(1.5*var(--unit))}
    .evidence>summary{list-style:none;display:inline-flex;gap:.4rem;align-items:center;padding:.1rem .5rem;
    border-radius:1rem;min-height:24px}
    .evidence>summary::-webkit-details-marker{display:none}
    .evidence>summary::after{content:"▸";font-size:.8em}.evidence[open]>summary::after{content:"▾"}
    .evidence .pass{color:var(--ok);background:var(--ok-bg)}
    .evidence .fail{color:var(--bad);background:var(--bad-bg)}
    .evidence .open{color:var(--warn);background:var(--warn-bg)}
    .evidence .panel{border:1px solid var(--rule);border-radius:.3rem;padding:.6rem .8rem;margin-top:.4rem;color:var(--text)}
    .evidence ol{margin:0;padding-left:1.2rem}.evidence li{margin-bottom:.4rem}
    .evidence dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .8rem;margin:.3rem 0}
    .evidence dt{color:var(--muted)}.evidence dd{margin:0;min-width:0;overflow-wrap:anywhere;overflow-x:auto;overflow-y:hidden}
    .unchecked{color:var(--warn)}

    """

  static let figures = """
    figure{margin:0 0 calc(2*var(--unit))}
    .cell details.code{font-size:.875rem;margin-bottom:.5rem}
    .cell output{display:block;font-family:var(--mono);font-size:.875em;overflow-x:auto;white-space:pre}
    .checks{list-style:none;padding:0;font-size:.8125rem}
    .checks .pass{color:var(--ok)}.checks .fail{color:var(--bad)}
    .kw{color:var(--kw)}.str{color:var(--str)}.num{color:var(--num)}.com{color:var(--com)}.fn{color:var(--fn)}

    """

  static let media = """
    @media (max-width:30rem){html{font-size:106%}p{hyphens:auto}}
    @media (prefers-contrast:more){:root{--muted:var(--text);--faint:var(--text);--rule:var(--control)}}
    @media (prefers-reduced-motion:reduce){*{animation:none!important;transition:none!important;scroll-behavior:auto!important}}
    @media (forced-colors:active){.box,.evidence>summary{border:1px solid CanvasText}}
    @media print{
    :root{color-scheme:light;--bg:#fff;--text:#000}
    @page{margin:2cm}
    header.site nav,nav.contents,nav.turn,.skip,.evidence{display:none}
    .page{display:block}body{font-size:10.5pt}
    .display,figure,.box>.title,tr{break-inside:avoid}h1,h2,h3{break-after:avoid}
    details::details-content{content-visibility:visible;block-size:auto}
    details>summary::marker{content:""}
    main a[href^="http"]::after{content:" (" attr(href) ")";font-size:.85em}
    pre{white-space:pre-wrap}}

    """
}
