#!/usr/bin/env python3
"""Compares the measures of 'studio classifier compare' with prdc and scipy on the same features.

    Benchmarks/quality_peer.py [--classifier FILE] [--neighbours K] REAL DRAWN

Build first: swift build -c release --product studio
Requires numpy, scipy and prdc (PyPI). REAL and DRAWN are files of drawings; the features come from
'studio classifier classify --features'. Prints each measure by both programs, their difference, and their times.
"""
import argparse, json, os, subprocess, sys, tempfile, time

try:
    import numpy as np
    import scipy.linalg
    from prdc import compute_prdc
except ImportError as error:
    sys.exit(f"skipped: {error.name} is not installed")

studio = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".build", "release", "studio")


def run(*arguments):
    return subprocess.run([studio, "classifier", *arguments], capture_output=True, text=True, check=True).stdout


def frechet_distance(real, drawn):
    """The usual formula, with a general matrix square root."""
    offset = real.mean(axis=0) - drawn.mean(axis=0)
    first, second = np.cov(real, rowvar=False), np.cov(drawn, rowvar=False)
    root = scipy.linalg.sqrtm(first @ second)
    return offset @ offset + np.trace(first + second - 2 * np.real(root))


def retrieval_ranks(real, drawn):
    """The number of real drawings that are at most as far from a drawn one as the real one of the same index."""
    distances = [((real - row) ** 2).sum(axis=1) for row in drawn]
    return np.array([(row <= row[index]).sum() for index, row in enumerate(distances)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--classifier", default="picture")
    parser.add_argument("--neighbours", type=int, default=3)
    parser.add_argument("real")
    parser.add_argument("drawn")
    options = parser.parse_args()

    start = time.perf_counter()
    words = [] if options.classifier == "picture" else ["--classifier", options.classifier]
    own = json.loads(
        run("compare", options.real, options.drawn, "--neighbours", str(options.neighbours), "--json", *words))
    own_time = time.perf_counter() - start

    with tempfile.TemporaryDirectory() as folder:
        sets = []
        for name in (options.real, options.drawn):
            path = os.path.join(folder, "features.npy")
            run("classify", name, "--classifier", options.classifier, "--features", path, "--json")
            sets.append(np.load(path).astype(np.float64))
    real, drawn = sets
    assert (len(real), len(drawn)) == (own["real"], own["drawn"])

    start = time.perf_counter()
    neighbours = compute_prdc(real_features=real, fake_features=drawn, nearest_k=options.neighbours)
    peer = {
        "frechet_distance": frechet_distance(real, drawn),
        "precision": neighbours["precision"],
        "recall": neighbours["recall"],
    }
    if own["retrieval_top1"] is not None:
        ranks = retrieval_ranks(real, drawn)
        peer["retrieval_top1"] = (ranks <= 1).mean()
        peer["retrieval_top10"] = (ranks <= 10).mean()
    peer_time = time.perf_counter() - start

    print(f"{len(real)} real and {len(drawn)} drawn drawings, {real.shape[1]} features")
    print(f"{'measure':18} {'studio':>14} {'peer':>14} {'difference':>12}")
    for key, value in peer.items():
        print(f"{key:18} {own[key]:14.9f} {value:14.9f} {abs(own[key] - value):12.2e}")
    print(f"seconds: studio {own_time:.2f} (reading, rasters, features and measures), peer {peer_time:.2f} (measures only)")


if __name__ == "__main__":
    main()
