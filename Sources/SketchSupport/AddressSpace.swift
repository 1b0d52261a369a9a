import Glibc

/// Room in the address space, which `ulimit -v` limits.
package enum AddressSpace {
    /// Whether so many MiB can be reserved now. Libraries abort the process, or wait, where their memory does not fit.
    package static func hasRoom(mebibytes: Int) -> Bool {
        let size = mebibytes << 20
        guard
            let room = mmap(nil, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0),
            room != MAP_FAILED
        else { return false }
        return munmap(room, size) == 0
    }
}
