import Formula
import Markup
import Numerics
import Script
import SourceText
import Verification

/// What each item of a lesson hangs on, found without running anything.
///
/// A block hangs on its code, on the blocks above whose variables it uses, on the formulas it
/// calls, on what addresses its random numbers, and on the bounds. A claim hangs on what its
/// formula means and on the blocks that compute its `computed` symbols. Data files are known only
/// after running: records name them.
struct LessonKeys {
  /// One for each item; nil for what cannot be kept.
  private(set) var keys: [ContentHash?] = []
  /// For each item the blocks above, in order, without which it cannot be run.
  private(set) var needs: [[Int]] = []
  private let plan: Plan
  private let settings: Settings
  private let limits: Configuration.Limits
  private var blocks: [Block] = []

  private struct Block {
    let item: Int
    let names: BlockNames
    /// What it is by itself.
    let content: ContentHash
    /// All names that its outcome hangs on.
    let reach: Set<String>
    /// Variables that it gives a value or may change.
    let writes: Set<String>
    let changesInPlace: Bool
  }

  init(_ plan: Plan, settings: Settings, limits: Configuration.Limits) {
    self.plan = plan
    self.settings = settings
    self.limits = limits
    for (number, item) in plan.items.enumerated() {
      switch item {
      case .claim(let claim): add(claim)
      case .cell(let cell):
        add(number, cell.run.body, cell.scope, address: cell.address, attributes: cell.description)
      case .value(let value):
        add(number, value.expression, value.scope, address: "inline", attributes: [])
      }
    }
  }

  // MARK: Blocks

  private mutating func add(
    _ item: Int, _ code: Excerpt, _ scope: Scope, address: String, attributes: [String]
  ) {
    let names = BlockNames(code)
    var writer = ByteWriter()
    writer.text(plan.lesson.name)
    writer.text(address)
    writer.list(attributes) { $0.text($1) }
    writer.word(settings.seed)
    for limit in [limits.fuel, limits.memory, limits.depth, limits.output] { writer.whole(limit) }
    writer.data(code.bytes)
    writeFormulas(named: names.mentioned, in: scope, to: &writer)
    let content = ContentHash(writer.bytes)
    let (used, reach) = uses(of: names.mentioned)
    let changesInPlace = names.changesInPlace || used.contains { blocks[$0].changesInPlace }
    keys.append(key("block", content, used))
    needs.append(used.map { blocks[$0].item })
    blocks.append(
      Block(
        item: item, names: names, content: content, reach: reach,
        writes: changesInPlace ? names.assigned.union(reach) : names.assigned,
        changesInPlace: changesInPlace))
  }

  /// The blocks above that matter to whoever uses these names, and all names that matter then.
  private func uses(of names: Set<String>) -> ([Int], Set<String>) {
    // What was recorded last may come from any block.
    if names.contains("recorded") {
      let all = blocks.reduce(names) { $0.union($1.names.mentioned) }
      return (Array(blocks.indices), all)
    }
    var reach = names
    var used: Set<Int> = []
    var isGrowing = true
    while isGrowing {
      isGrowing = false
      for (number, block) in blocks.enumerated()
      where !used.contains(number) && !block.writes.isDisjoint(with: reach) {
        used.insert(number)
        reach.formUnion(block.names.mentioned)
        isGrowing = true
      }
    }
    return (used.sorted(), reach)
  }

  /// The definitions that code can call under these names.
  private func writeFormulas(
    named names: Set<String>, in scope: Scope, to writer: inout ByteWriter
  ) {
    for latex in scope.visibleNames {
      guard let symbol = scope.symbol(named: latex), scope.definition(of: symbol.id) != nil,
        let name = ScriptName.of(latex), names.contains(name)
      else { continue }
      var content = FormulaContent(scope)
      content.write(symbol.id)
      writer.text(name)
      writer.data(content.finish())
    }
  }

  private func key(_ kind: String, _ content: ContentHash, _ used: [Int]) -> ContentHash {
    var writer = ByteWriter()
    writer.text(kind)
    writer.hash(content)
    writer.list(used) { $0.hash(blocks[$1].content) }
    return ContentHash(writer.bytes)
  }

  // MARK: Claims

  private mutating func add(_ planned: PlannedClaim) {
    var content = FormulaContent(planned.scope)
    content.write(planned.claim)
    var writer = ByteWriter()
    writer.data(content.finish())
    writer.word(settings.seed)
    writer.whole(settings.points)
    writer.options(planned.options)
    var computed: Set<String> = []
    for symbol in content.symbols {
      if case .computed(let variable, _) = planned.scope[symbol].kind { computed.insert(variable) }
    }
    let used = computed.isEmpty ? [] : uses(of: computed).0
    let key = key("claim", ContentHash(writer.bytes), used)
    keys.append(content.isComplete ? key : nil)
    needs.append(used.map { blocks[$0].item })
  }
}

extension PlannedCell {
  /// What tells its random numbers and the anchors in its figures from those of other blocks.
  var address: String { label ?? "\(ordinal)" }

  /// Its attributes as written, its label apart.
  fileprivate var description: [String] {
    run.attributes.classes.map(\.text)
      + run.attributes.values.flatMap { [$0.key.text, $0.value.text] }
  }
}

extension ByteWriter {
  fileprivate mutating func options(_ options: ClaimOptions) {
    optional(options.within) { writer, within in
      let (code, value): (UInt8, Rational) =
        switch within {
        case .absolute(let value): (0, value)
        case .relative(let value): (1, value)
        }
      writer.byte(code)
      for part in [value.numerator, value.denominator] {
        writer.word(UInt64(truncatingIfNeeded: part))
        writer.word(UInt64(truncatingIfNeeded: part >> 64))
      }
    }
    list(options.sizes.sorted { $0.key < $1.key }) { writer, size in
      writer.text(size.key)
      writer.whole(size.value.lowerBound)
      writer.whole(size.value.upperBound)
    }
    optional(options.points) { $0.whole($1) }
    truth(options.isRefutation)
  }
}
