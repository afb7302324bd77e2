extension Figure {
  /// The rules that figures in a page need; the colours come from the page's custom
  /// properties `--bg --text --muted --grid --axis --c0…--c4`.
  ///
  /// Colour never stands alone: series differ in dash and marker too, so forced colours and
  /// grey print keep them apart. Filled contours are mixed from `--c1` and `--bg`, so that ink
  /// on top stays readable in either theme; heat maps use viridis or blue–orange about zero.
  package static let stylesheet: String =
    layoutRules + drawingRules

  /// The part of the rules that says how things look, not where they are.
  static let drawingRules: String = shapeRules + textRules + rampRules + contextRules

  private static let layoutRules = """
    .plot{container-type:inline-size;margin:0;text-align:center}
    .plot svg{color:var(--text);font-variant-numeric:tabular-nums;height:auto;max-width:100%}
    .plot>svg{display:block;margin:0 auto;overflow:visible}
    .plot .plot-narrow{display:none;width:100%;max-width:26rem}
    .plot .plot-only{max-width:22rem;width:100%}
    @container (max-width:29.99rem){.plot .plot-wide{display:none}.plot .plot-narrow{display:block}}

    """

  private static let shapeRules = """
    .plot path{fill:none;stroke-linejoin:round}
    .plot .g{shape-rendering:crispEdges;stroke:var(--grid)}
    .plot .a{shape-rendering:crispEdges;stroke:var(--axis)}
    .plot .l{stroke:var(--k);stroke-width:2}
    .plot .v{stroke:var(--k);stroke-linecap:round;stroke-width:1.3}
    .plot .d1{stroke-dasharray:6 3}
    .plot .d2{stroke-dasharray:2 2}
    .plot .d3{stroke-dasharray:8 3 2 3}
    .plot .d4{stroke-dasharray:1 3}
    .plot .f{fill:var(--k)}
    .plot .q{fill:var(--bg);stroke:var(--k);stroke-width:1.5}
    .plot .p,.plot .o,.plot .ps,.plot .os{stroke:var(--k);stroke-linecap:round}
    .plot .p{stroke-width:8}
    .plot .o{stroke-width:10}
    .plot .ps{stroke-width:5.4}
    .plot .os{stroke-width:7.4}
    .plot .w{stroke:var(--bg)}
    .plot .y{stroke:var(--bg)}
    .plot .j{stroke:var(--text)}
    .plot .s{fill:var(--k);fill-opacity:.18}
    .plot .bar{fill:var(--k);fill-opacity:.9}
    .plot .z{stroke:var(--muted)}
    .plot .r{stroke:var(--muted);stroke-dasharray:5 4}
    .plot .c{stroke:var(--muted);stroke-width:1.1}
    .plot .bd{stroke:var(--text);stroke-width:1.5}
    .plot .wt{stroke:var(--k);stroke-opacity:.85}
    .plot .cw{stroke:var(--axis);stroke-opacity:.45}
    .plot .nd{fill:var(--bg);stroke:var(--text);stroke-width:1.3}
    .plot .ca{stroke:var(--bg);stroke-width:5}
    .plot .k0{--k:var(--c0)}
    .plot .k1{--k:var(--c1)}
    .plot .k2{--k:var(--c2)}
    .plot .k3{--k:var(--c3)}
    .plot .k4{--k:var(--c4)}

    """

  private static let textRules = """
    .plot text{fill:var(--text);stroke:none}
    .plot .t{fill:var(--muted)}
    .plot .n{fill:var(--text)}
    .plot .m{text-anchor:middle}
    .plot .e{text-anchor:end}
    .plot .i{font-style:italic}
    .plot .b{font-weight:700}
    .plot .u{font-size:.72em}
    .plot .uu{font-size:.6em}
    .plot .h{paint-order:stroke;stroke:var(--bg);stroke-linejoin:round;stroke-width:4}
    .plot .x1{fill:var(--c1)}
    .plot .x2{fill:color-mix(in oklab,var(--c2) 60%,var(--text))}
    .plot .x3{fill:var(--c3)}
    .plot .x4{fill:var(--c4)}
    .plot .in{fill:var(--bg)}
    .plot .on-dark{fill:#fff}
    .plot .on-light{fill:#000}

    """

  /// `b0…b9`: tints of blue; `v0…v15`: viridis; `e0…e14`: blue – background – orange;
  /// `u0…u9`: tints of the classes of regions.
  private static let rampRules: String = {
    var rules = ".plot .fi{stroke:var(--bg);stroke-opacity:.75;stroke-width:1}\n"
    for step in 0..<FieldColors.tints {
      let share = FixedNumber.text(FieldColors.tintShare(step))
      rules += ".plot .b\(step){fill:color-mix(in oklab,var(--c1) \(share)%,var(--bg))}\n"
    }
    for (step, color) in FieldColors.viridis.enumerated() {
      rules += ".plot .v\(step){--k:\(color);fill:\(color)}\n"
    }
    for step in 0..<FieldColors.divergingSteps {
      let (token, share) = FieldColors.diverging(step)
      let color = "color-mix(in oklab,var(--c\(token)) \(share)%,var(--bg))"
      rules += ".plot .e\(step){--k:\(color);fill:\(color)}\n"
    }
    for group in 0..<10 {
      let color = SeriesStyle.group(group).color
      let share = group < 5 ? 17 : 34
      rules += ".plot .u\(group){fill:color-mix(in oklab,var(--c\(color)) \(share)%,var(--bg))}\n"
    }
    return rules + ".plot .cell{fill:none;shape-rendering:crispEdges;stroke:var(--k)}\n"
  }()

  private static let contextRules = """
    @media (prefers-contrast:more){.plot .t{fill:var(--text)}.plot .g{stroke:var(--axis);stroke-opacity:.45}\
    .plot .l{stroke-width:2.5}}
    @media (forced-colors:active){.plot{--bg:Canvas;--text:CanvasText;--muted:CanvasText;\
    --grid:GrayText;--axis:CanvasText;--c0:CanvasText;--c1:CanvasText;--c2:CanvasText;\
    --c3:CanvasText;--c4:CanvasText}.plot svg{forced-color-adjust:none}}
    @media print{.plot{break-inside:avoid}}

    """

  /// The colours of a figure that is a file of its own.
  package static let tokens = """
    :root{--bg:#fff;--text:#1b1f24;--muted:#57606a;--grid:#e3e6ea;--axis:#57606a;--c0:#1b1f24;\
    --c1:#2f5fd0;--c2:#d97706;--c3:#0a5c3a;--c4:#a63a8b;background:var(--bg);\
    font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,\
    sans-serif;font-variant-numeric:tabular-nums}
    @media (prefers-color-scheme:dark){:root{--bg:#14171c;--text:#e6e8eb;--muted:#a3acb7;\
    --grid:#2a3038;--axis:#a3acb7;--c0:#e6e8eb;--c1:#5e8eec;--c2:#f59e3b;--c3:#81c2b3;\
    --c4:#b56a91}}

    """
}
