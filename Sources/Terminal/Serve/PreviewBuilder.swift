import Courseware
import Glibc
import Site
import Synchronization

/// Builds the site on a thread of its own and rings a bell when it is done.
final class PreviewBuilder: Sendable {
  /// Readable when a build is done.
  let bell: Int32
  private let ringer: Int32
  private let work: @Sendable () -> Outcome
  private let state = Mutex((isBusy: false, outcome: Outcome?.none))

  struct Outcome: Sendable {
    /// Nil if no page could be made.
    let files: [SiteFile]?
    /// Empty if all is well.
    let errors: String
  }

  /// Nil if the system gives no pipe.
  init?(_ work: @escaping @Sendable () -> Outcome) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return nil }
    bell = ends[0]
    ringer = ends[1]
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    self.work = work
  }

  var isBusy: Bool { state.withLock { $0.isBusy } }

  /// Begins a build; false if one is going on.
  func start() -> Bool {
    let isFree = state.withLock { state in
      defer { state.isBusy = true }
      return !state.isBusy
    }
    guard isFree else { return false }
    Workers.detach { [self] in
      let outcome = work()
      state.withLock { $0 = (false, outcome) }
      var byte: UInt8 = 1
      _ = write(ringer, &byte, 1)
    }
    return true
  }

  /// What the last build gave; stops the bell.
  func take() -> Outcome? {
    var byte: UInt8 = 0
    _ = read(bell, &byte, 1)
    return state.withLock { state in
      defer { state.outcome = nil }
      return state.outcome
    }
  }
}
