// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is compiled with.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// The core tier besides: what Embedded Swift refuses is an error here too.
let embeddable: [SwiftSetting] =
  strict + [
    .treatWarning("EmbeddedRestrictions", as: .error),
    .treatWarning("ExistentialType", as: .error),
  ]

func core(_ name: String, _ uses: [Target.Dependency] = []) -> Target {
  // Square roots and roundings are correctly rounded wherever they come from; on Linux, from libm.
  .target(
    name: name, dependencies: uses, swiftSettings: embeddable,
    linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))])
}

func hosted(_ name: String, _ uses: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: uses, swiftSettings: strict)
}

func tests(_ name: String, _ uses: [Target.Dependency] = [], data: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.init(stringLiteral: name)] + uses, exclude: data,
    swiftSettings: strict)
}

// Arrows point downwards only: a module uses modules that stand below it in its list.
let package = Package(
  name: "coursegen",
  targets: [
    // Hosted tier
    .executableTarget(name: "coursegen", dependencies: ["Terminal"], swiftSettings: strict),
    hosted(
      "Terminal",
      [
        "Courseware", "Files", "Formula", "Markup", "Script", "Site", "SourceText", "Typesetting",
        "Verification",
      ]),
    hosted(
      "Site",
      [
        "Courseware", "Files", "Formula", "Markup", "Plotting", "SourceText", "Typesetting",
        "Verification",
      ]),
    hosted(
      "Courseware",
      [
        "CYAML", "Files", "Formula", "Markup", "Numerics", "Plotting", "Script", "SourceText",
        "Verification",
      ]),
    hosted("Typesetting", ["CDuktape", "Files", "SourceText"]),
    hosted("Markup", ["CCmark", "SourceText"]),
    hosted("Files", []),
    // Core tier
    core("Script", ["Learning", "Numerics", "Plotting", "SourceText"]),
    core("Plotting", ["Numerics"]),
    core("Verification", ["Formula", "Numerics", "SourceText"]),
    core("Formula", ["Numerics", "SourceText"]),
    core("Learning", ["Numerics"]),
    core("Numerics"),
    core("SourceText"),
    // Benchmarks
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Formula", "Learning", "Numerics", "Plotting", "Script", "SourceText", "Verification",
      ],
      path: "Benchmarks/Swift", swiftSettings: strict),
    .executableTarget(
      name: "Parity",
      dependencies: [
        "CWasm", "Formula", "Learning", "Numerics", "Plotting", "Script", "SourceText",
        "Verification",
      ], swiftSettings: embeddable),
    // C libraries
    .target(name: "CWasm"),
    .systemLibrary(name: "CDuktape", pkgConfig: "duktape", providers: [.apt(["duktape-dev"])]),
    .systemLibrary(name: "CCmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    // Tests
    tests("Courseware", ["SourceText"]),
    tests("Formula", ["Numerics", "SourceText"], data: ["Notes"]),
    tests("Learning", ["Numerics"]),
    tests("Numerics", data: ["References/make_references.py"]),
    tests("Typesetting", ["SourceText"], data: ["Formulas"]),
    tests("Markup", ["CCmark", "SourceText"], data: ["CommonMark", "Trees"]),
    tests("Plotting", ["Numerics"], data: ["Goldens"]),
    tests("Script", ["Numerics", "Plotting", "SourceText"], data: ["Conformance"]),
    tests("Site", ["Courseware", "Files", "SourceText", "Typesetting"]),
    tests("SourceText"),
    tests("Terminal", ["Files", "SourceText"], data: ["Messages"]),
    tests("Verification", ["Formula", "Numerics", "SourceText"], data: ["Corpus"]),
  ]
)

// Instrumented programs are built on request only: `scripts/fuzz`.
if Context.environment["COURSEGEN_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzz", dependencies: ["Courseware", "Formula", "Markup", "Script", "SourceText"],
      path: "Tests/Fuzz/Targets", swiftSettings: strict))
}
