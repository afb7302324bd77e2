import Glibc

/// A stack for signal handlers: a stack that has overflowed leaves no room for them.
package enum SignalStack {
  /// Gives this thread one, for as long as the process lives.
  package static func install() {
    var stack = stack_t()
    stack.ss_size = 1 << 14
    stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stack.ss_size, alignment: 16)
    sigaltstack(&stack, nil)
  }

  /// Takes this thread's one away before the thread ends.
  package static func remove() {
    var stack = stack_t()
    stack.ss_flags = Int32(SS_DISABLE)
    var old = stack_t()
    sigaltstack(&stack, &old)
    old.ss_sp?.deallocate()
  }
}
