import Files
import Glibc
import Synchronization

/// Runs independent pieces of work on a few threads with deep stacks.
package enum Workers {
  /// What recursive readers of bounded depth may use.
  private static let stackSize = 16 << 20

  /// The number of processors this process may use.
  package static var processors: Int { max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

  /// The results of `work` for 0..<count, in order, whatever order they were made in.
  package static func map<Result: Sendable>(
    _ count: Int, jobs: Int = processors, _ work: @escaping @Sendable (Int) -> Result
  ) -> [Result] {
    let queue = Queue<Result>(count: count, work: work)
    let threads = (0..<max(1, min(jobs, count))).map { _ in start { queue.run() } }
    for thread in threads { pthread_join(thread, nil) }
    return queue.results()
  }

  /// Runs one piece of work beside everything else.
  package static func detach(_ work: @escaping @Sendable () -> Void) { pthread_detach(start(work)) }

  private final class Queue<Result: Sendable>: Sendable {
    private let state: Mutex<(next: Int, results: [Result?])>
    private let work: @Sendable (Int) -> Result

    init(count: Int, work: @escaping @Sendable (Int) -> Result) {
      state = Mutex((0, [Result?](repeating: nil, count: count)))
      self.work = work
    }

    func run() {
      while let index = take() {
        let result = work(index)
        state.withLock { $0.results[index] = result }
      }
    }

    private func take() -> Int? {
      state.withLock { state in
        guard state.next < state.results.count else { return nil }
        defer { state.next += 1 }
        return state.next
      }
    }

    func results() -> [Result] { state.withLock { $0.results.compactMap { $0 } } }
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }

  private static func start(_ body: @escaping @Sendable () -> Void) -> pthread_t {
    let attributes = UnsafeMutablePointer<pthread_attr_t>.allocate(capacity: 1)
    pthread_attr_init(attributes)
    pthread_attr_setstacksize(attributes, stackSize)
    defer {
      pthread_attr_destroy(attributes)
      attributes.deallocate()
    }
    var thread: pthread_t = 0
    let argument = Unmanaged.passRetained(Body(body)).toOpaque()
    let status = pthread_create(
      &thread, attributes,
      { argument in
        guard let argument else { return nil }
        SignalStack.install()
        Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
        SignalStack.remove()
        return nil
      }, argument)
    precondition(status == 0, "no thread could be started: \(status)")
    return thread
  }
}
