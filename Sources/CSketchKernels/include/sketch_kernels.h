// Deterministic float32 kernels of the sampler: the same bytes on every processor. See README.md beside.
#pragma once
