/// An answer of the preview server.
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var type: String
  package var body: [UInt8]
  var further: [String] = []

  package init(_ status: Int, type: String = "text/plain; charset=utf-8", _ body: [UInt8]) {
    self.status = status
    self.type = type
    self.body = body
  }

  package init(_ status: Int, _ text: String) { self.init(status, Array((text + "\n").utf8)) }

  /// The bytes that go over the line; nothing may be kept by the browser.
  package func bytes(withBody: Bool, keepsAlive: Bool) -> [UInt8] {
    var head = [
      "HTTP/1.1 \(status) \(Self.reasons[status] ?? "")", "Content-Type: \(type)",
      "Content-Length: \(body.count)", "Cache-Control: no-store",
      "X-Content-Type-Options: nosniff", "Referrer-Policy: no-referrer",
      "Connection: \(keepsAlive ? "keep-alive" : "close")",
    ]
    head += further
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + (withBody ? body : [])
  }

  /// The head of a stream of events.
  static let stream = Array(
    ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
      + "Connection: keep-alive\r\n\r\nretry: 500\n\n").utf8)

  private static let reasons = [
    200: "OK", 400: "Bad Request", 404: "Not Found", 405: "Method Not Allowed",
    421: "Misdirected Request", 431: "Request Header Fields Too Large", 503: "Service Unavailable",
  ]

  /// The media type of a file, by its ending.
  static func type(of path: String) -> String {
    let ending = path.split(separator: ".").last.map(String.init) ?? ""
    return types[ending] ?? "application/octet-stream"
  }

  private static let types = [
    "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8", "json": "application/json", "svg": "image/svg+xml",
    "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
    "webp": "image/webp", "woff2": "font/woff2", "txt": "text/plain; charset=utf-8",
    "xml": "application/xml", "csv": "text/csv; charset=utf-8", "ico": "image/x-icon",
    "wasm": "application/wasm",
  ]
}
