"""The preview server: who may ask it, and what it shows."""

import http.client
import json
import queue
import re
import signal
import socket
import subprocess
import threading
import unittest

from tool import PROGRAM, ToolTest

LESSON = """---
title: First
---

The first sentence.

$$ 1 + 1 = 2 $$ {.check}
"""


class Events:
    """Listens to the stream that pages listen to."""

    def __init__(self, port):
        self.states = queue.Queue()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.connection.request("GET", "/.coursegen/events", headers={"Host": f"localhost:{port}"})
        self.response = self.connection.getresponse()
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        try:
            for line in self.response:
                if line.startswith(b"data: "):
                    self.states.put(json.loads(line[6:]))
        except (OSError, ValueError, AttributeError):
            pass

    def next(self, timeout=30):
        return self.states.get(timeout=timeout)

    def close(self):
        self.connection.close()


class ServeTest(ToolTest):
    def setUp(self):
        super().setUp()
        self.write("lessons/course.yml", "title: Preview\n")
        self.write("lessons/01-first.md", LESSON)
        self.port = self.serve()
        self.events = Events(self.port)
        self.addCleanup(self.events.close)
        while self.events.next()["generation"] == 0:
            pass

    def serve(self, *words):
        process = subprocess.Popen(
            [PROGRAM, "serve", "--port", "0", "-q", *words], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment())
        def end():
            process.kill()
            process.communicate()
        self.addCleanup(end)
        self.process = process
        return int(re.search(r"localhost:(\d+)/", process.stdout.readline()).group(1))

    def get(self, path, method="GET", host=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        connection.putheader("Host", host or f"localhost:{self.port}")
        connection.endheaders()
        response = connection.getresponse()
        body = response.read().decode(errors="replace")
        connection.close()
        return response, body

    def test_pages_are_there_with_the_script_that_watches(self):
        for path in ("/", "/first.html", "/index.html"):
            response, body = self.get(path)
            self.assertEqual(response.status, 200)
            self.assertIn('src="/.coursegen/preview.js"', body)
            self.assertRegex(body, r"script-src [^;\"]*'self'")
            self.assertRegex(body, r"connect-src [^;\"]*'self'")
        response, body = self.get("/assets/course.css")
        self.assertEqual(response.headers["Content-Type"], "text/css; charset=utf-8")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        response, body = self.get("/", method="HEAD")
        self.assertEqual((response.status, body), (200, ""))

    def test_what_is_not_there_is_not_found(self):
        for path in ("/nothing.html", "/lessons/course.yml", "/.coursegen/lessons/first.records"):
            self.assertEqual(self.get(path)[0].status, 404, path)

    def test_nobody_gets_out_of_the_site(self):
        for path in ("/../lessons/course.yml", "/%2e%2e/lessons/course.yml", "/..%2flessons/course.yml",
                     "/a/../../etc/passwd", "//etc/passwd", "/etc/passwd%00.html", "/%5c..%5cx"):
            response, body = self.get(path)
            self.assertIn(response.status, (400, 404), path)
            self.assertNotIn("root:", body)
            self.assertNotIn("title: Preview", body)

    def test_other_names_and_methods_are_refused(self):
        for host in ("evil.example", f"evil.example:{self.port}", "localhost:1", f"0.0.0.0:{self.port}"):
            self.assertEqual(self.get("/", host=host)[0].status, 421, host)
            self.assertEqual(self.get("/.coursegen/events", host=host)[0].status, 421, host)
        for host in (f"127.0.0.1:{self.port}", f"LOCALHOST:{self.port}", f"[::1]:{self.port}"):
            self.assertEqual(self.get("/", host=host)[0].status, 200, host)
        for method in ("POST", "PUT", "DELETE", "OPTIONS"):
            response, _ = self.get("/", method=method)
            self.assertEqual((response.status, response.headers["Allow"]), (405, "GET, HEAD"))

    def test_only_this_machine_is_answered(self):
        addresses = {a[4][0] for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}
        for address in addresses - {"127.0.0.1", "127.0.1.1"}:
            with self.assertRaises(OSError):
                socket.create_connection((address, self.port), timeout=2)

    def test_nonsense_does_not_stop_it(self):
        for sent in (b"\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 40_000, b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"):
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
                peer.sendall(sent)
                try:
                    peer.recv(1000)
                except OSError:
                    pass
        waiting = [socket.create_connection(("127.0.0.1", self.port)) for _ in range(30)]
        self.assertEqual(self.get("/")[0].status, 200)
        for peer in waiting:
            peer.close()

    def test_several_requests_on_one_connection(self):
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as peer:
            request = f"GET /first.html HTTP/1.1\r\nHost: localhost:{self.port}\r\n\r\n".encode()
            peer.sendall(request + request)
            data = b""
            while data.count(b"</html>") < 2:
                data += peer.recv(1 << 16)
            self.assertEqual(data.count(b"HTTP/1.1 200 OK"), 2)

    def edit(self, change):
        change()
        return self.events.next()

    def test_every_edit_appears(self):
        # How soon is a row of `make bench`.
        for number in range(5):
            old, new = ("first" if number == 0 else f"{number - 1}."), f"{number}."
            state = self.edit(lambda: self.replace("lessons/01-first.md", old, new))
            self.assertEqual(state["errors"], "")
            self.assertIn(new, self.get("/first.html")[1])

    def test_errors_stand_over_the_last_good_page(self):
        state = self.edit(lambda: self.replace("lessons/01-first.md", "1 + 1 = 2", "1 + 1 = 3"))
        self.assertIn("error[Refuted]", state["errors"])
        self.assertIn("lessons/01-first.md:7", state["errors"])
        self.assertIn("<mn>1</mn><mo>+</mo><mn>1</mn><mo>=</mo><mn>2</mn>", self.get("/first.html")[1])
        again = self.edit(lambda: self.replace("lessons/01-first.md", "1 + 1 = 3", "2 + 1 = 3"))
        self.assertEqual(again["errors"], "")
        self.assertGreater(again["generation"], state["generation"])
        self.assertIn("<mn>2</mn><mo>+</mo><mn>1</mn><mo>=</mo><mn>3</mn>", self.get("/first.html")[1])

    def test_lessons_come_and_go(self):
        state = self.edit(lambda: self.write("lessons/02-second.md", "# Second\n\nNew.\n"))
        self.assertEqual(state["errors"], "")
        self.assertEqual(self.get("/second.html")[0].status, 200)
        self.edit(lambda: (self.folder / "lessons/02-second.md").unlink())
        self.assertEqual(self.get("/second.html")[0].status, 404)

    def test_new_folders_are_watched(self):
        def change():
            self.write("lessons/notation/shared.md", "```symbols\nq : scalar\n```\n")
            self.replace("lessons/01-first.md", "title: First", "title: First\nnotation: [shared]")
        self.edit(change)
        while not self.events.states.empty():
            self.events.next()
        state = self.edit(lambda: self.replace("lessons/notation/shared.md", "q : scalar", "q : skalar"))
        self.assertIn("UnknownKind", state["errors"])

    def test_a_broken_course_is_told_and_repaired(self):
        course = self.folder / "lessons/course.yml"
        text = course.read_text()
        state = self.edit(course.unlink)
        self.assertIn("no course here", state["errors"])
        self.assertEqual(self.get("/first.html")[0].status, 200)
        state = self.edit(lambda: course.write_text(text))
        self.assertEqual(state["errors"], "")

    def test_a_fault_of_ours_is_70(self):
        self.process.send_signal(signal.SIGILL)
        self.assertIn("a fault of coursegen", self.process.communicate(timeout=10)[1])
        self.assertEqual(self.process.returncode, 70)

    def test_a_taken_port_is_passed_over(self):
        taken = self.port
        process = subprocess.Popen(
            [PROGRAM, "serve", "--port", str(taken), "-q"], cwd=self.folder, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.environment())
        try:
            port = int(re.search(r"localhost:(\d+)/", process.stdout.readline()).group(1))
            self.assertGreater(port, taken)
        finally:
            process.kill()
            self.assertIn(f"port {taken} is taken", process.communicate()[1])


if __name__ == "__main__":
    unittest.main()
