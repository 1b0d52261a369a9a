// Target attributes of the processor levels. Attributes instead of compiler flags: the package builds
// without unsafe flags, and one binary serves every processor.
#pragma once

#if defined(__x86_64__) || defined(_M_X64)
#define SK_X86 1
#define SK_TARGET_AVX2 __attribute__((target("avx2,fma,f16c")))
#define SK_TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,f16c")))
#else
#define SK_X86 0
#endif
