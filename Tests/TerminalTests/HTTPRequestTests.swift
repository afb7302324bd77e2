import Terminal
import Testing

@Suite struct HTTPRequestTests {
  private func read(_ text: String) throws -> HTTPRequest? {
    try HTTPRequest.read(Array(text.utf8))?.request
  }

  @Test func pathsAreDecodedAndQueriesDropped() throws {
    let request = try read("GET /a%20b/%CF%83.html?x=1 HTTP/1.1\r\nHost: localhost:4000\r\n\r\n")
    #expect(request?.path == "/a b/σ.html")
    #expect(request?.keepsAlive == true)
    #expect(request?.isAddressed(to: 4000) == true)
    #expect(request?.isAddressed(to: 4001) == false)
  }

  @Test func requestsThatHaveNotArrivedWait() throws {
    #expect(try read("GET / HTTP/1.1\r\nHost: localhost:4000\r\n") == nil)
  }

  @Test func namesOfOtherMachinesAreNotOurs() throws {
    for host in ["evil.example:4000", "localhost", "localhost.evil.example:4000", "0.0.0.0:4000"] {
      let request = try read("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n")
      #expect(request?.isAddressed(to: 4000) == false, "\(host)")
    }
    #expect(try read("GET / HTTP/1.0\r\n\r\n")?.isAddressed(to: 4000) == false)
  }

  @Test func whatIsNoRequestIsRefused() {
    let targets = [
      "/../etc/passwd", "/%2e%2e/etc/passwd", "/a/../b", "/a//b", "/./a", "/a%00b", "/a\\b", "a",
      "/%zz", "/%f", "/%ff", "//host/a", "http://host/a",
    ]
    for target in targets {
      #expect(throws: HTTPRequest.Refusal.malformed, "\(target)") {
        try read("GET \(target) HTTP/1.1\r\nHost: localhost:4000\r\n\r\n")
      }
    }
    for head in [
      "GET /\r\n\r\n", "GET / HTTP/2\r\n\r\n", "GET / HTTP/1.1\r\nHost\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\n",
      "GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ] {
      #expect(throws: HTTPRequest.Refusal.malformed, "\(head)") { try read(head) }
    }
    #expect(throws: HTTPRequest.Refusal.tooLarge) {
      try read("GET / HTTP/1.1\r\nA: " + String(repeating: "x", count: 20_000))
    }
  }
}
