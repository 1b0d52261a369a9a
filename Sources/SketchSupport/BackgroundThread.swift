import Glibc

/// A thread that runs one function. It is `nil` where the system refuses a thread; Dispatch would wait without end.
package struct BackgroundThread {
    /// Enough for every function that runs here, and independent of `ulimit -s`.
    private static let stackSize = 4 << 20

    private let thread: pthread_t

    private final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }

    /// Starts `body`; nil if the system makes no further thread, or its stack does not fit in memory.
    package init?(_ body: @escaping @Sendable () -> Void) {
        var attributes = pthread_attr_t()
        guard pthread_attr_init(&attributes) == 0 else { return nil }
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, Self.stackSize)
        let argument = Unmanaged.passRetained(Body(body))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, &attributes,
            { argument in
                if let argument { Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run() }
                return nil
            }, argument.toOpaque())
        guard status == 0 else {
            argument.release()
            return nil
        }
        self.thread = thread
    }

    /// Waits for the end of `body`. Must be called exactly once.
    package func join() { pthread_join(thread, nil) }
}
