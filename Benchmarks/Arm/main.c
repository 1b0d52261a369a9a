// Runs every kernel at one level over fixed inputs and prints one hash for each function and family of inputs: vectors LEVEL.
// Exit status 3 if the processor lacks the level.
#include "vectors.h"

#include <stdio.h>

int main(int argc, char **argv) {
    static const char *const names[] = {"portable", "avx2", "avx512", "neon"};
    for (int level = SK_LEVEL_PORTABLE; argc == 2 && level <= SK_LEVEL_NEON; level++) {
        if (strcmp(argv[1], names[level])) continue;
        if (!sk_has_level(level)) return 3;
        if (sk_set_level(level) != level || sk_level() != level) return 1;
        sampling_vectors();
        training_vectors();
        bf16_vectors();
        return faults > 0;
    }
    fputs("Usage: vectors portable|avx2|avx512|neon\n", stderr);
    return 64;
}
