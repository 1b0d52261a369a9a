// Shows the thread sanitizer what Swift's Mutex orders. On Linux its slow paths are in libswiftSynchronization, which is not
// built with the sanitizer: without this file, values that a contended Mutex protects are reported as races.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stddef.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define HANDLE __attribute__((swift_context)) void *handle
#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Weak: programs that are not built with the sanitizer may be started too.
extern void __tsan_acquire(void *) __attribute__((weak));
extern void __tsan_release(void *) __attribute__((weak));

// Synchronization._MutexHandle._lockSlow(UInt32)
SWIFT void lockSlow(uint32_t thread, HANDLE) __asm__(LOCK);
SWIFT void lockSlow(uint32_t thread, HANDLE) {
    SWIFT void (*original)(uint32_t, HANDLE) = (SWIFT void (*)(uint32_t, HANDLE))dlsym(RTLD_NEXT, LOCK);
    original(thread, handle);
    if (__tsan_acquire != NULL) __tsan_acquire(handle);
}

// Synchronization._MutexHandle._unlockSlow()
SWIFT void unlockSlow(HANDLE) __asm__(UNLOCK);
SWIFT void unlockSlow(HANDLE) {
    if (__tsan_release != NULL) __tsan_release(handle);
    SWIFT void (*original)(HANDLE) = (SWIFT void (*)(HANDLE))dlsym(RTLD_NEXT, UNLOCK);
    original(handle);
}
