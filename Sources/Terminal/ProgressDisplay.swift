import Courseware
import Files
import Glibc
import Synchronization

/// One line that says what is running, how far it is and how long it has taken; drawn on a
/// terminal only, and only if there is something to wait for.
final class ProgressDisplay: Sendable {
  private let lessons: Int
  private let isOn: Bool
  private let start = Clock.now
  private let state = Mutex(State())

  private struct State {
    var running: [String] = []
    var finished = 0
    var isDrawn = false
  }

  /// Shorter runs show nothing.
  private static let patience = 0.3

  init(lessons: Int, isQuiet: Bool) {
    self.lessons = lessons
    isOn = !isQuiet && isatty(STDERR_FILENO) == 1
  }

  func show(_ progress: CourseRun.Progress) {
    guard isOn else { return }
    state.withLock { state in
      switch progress {
      case .began(let lesson): state.running.append(lesson)
      case .finished(let lesson):
        state.running.removeAll { $0 == lesson }
        state.finished += 1
      }
      let seconds = Clock.now - start
      guard seconds > Self.patience, !state.running.isEmpty else { return }
      let names = state.running.joined(separator: ", ")
      Console.write(
        "\r\u{1B}[K\(state.finished)/\(lessons) lessons, \(Int(seconds)) s: \(names)",
        to: STDERR_FILENO)
      state.isDrawn = true
    }
  }

  /// Wipes the line away.
  func clear() {
    state.withLock { state in
      if state.isDrawn { Console.write("\r\u{1B}[K", to: STDERR_FILENO) }
      state.isDrawn = false
    }
  }
}
