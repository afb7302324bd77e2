import CCmark

/// A node of libcmark's tree; alive as long as its `CmarkTree`.
struct CmarkNode {
  let pointer: OpaquePointer

  var type: cmark_node_type { cmark_node_get_type(pointer) }
  var literal: String { text(cmark_node_get_literal(pointer)) }
  var url: String { text(cmark_node_get_url(pointer)) }
  var title: String { text(cmark_node_get_title(pointer)) }
  var fenceInfo: String { text(cmark_node_get_fence_info(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }
  var isTight: Bool { cmark_node_get_list_tight(pointer) != 0 }

  /// The first number of a numbered list.
  var listStart: Int? {
    cmark_node_get_list_type(pointer) == CMARK_ORDERED_LIST
      ? Int(cmark_node_get_list_start(pointer)) : nil
  }

  /// Lines and columns from 0; an end is the last byte's.
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) - 1 }
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) - 1 }
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) - 1 }
  var endColumn: Int { Int(cmark_node_get_end_column(pointer)) - 1 }

  var children: [CmarkNode] {
    var found: [CmarkNode] = []
    var next = cmark_node_first_child(pointer)
    while let child = next {
      found.append(CmarkNode(pointer: child))
      next = cmark_node_next(child)
    }
    return found
  }

  private func text(_ pointer: UnsafePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
  }
}

/// A document as libcmark parsed it.
final class CmarkTree {
  let root: CmarkNode?

  init(_ bytes: [UInt8], smart: Bool) {
    let options = CMARK_OPT_SOURCEPOS | (smart ? CMARK_OPT_SMART : 0)
    let pointer = bytes.withUnsafeBytes { buffer in
      buffer.withMemoryRebound(to: CChar.self) {
        cmark_parse_document($0.baseAddress, $0.count, options)
      }
    }
    root = pointer.map { CmarkNode(pointer: $0) }
  }

  deinit {
    if let root { cmark_node_free(root.pointer) }
  }
}
