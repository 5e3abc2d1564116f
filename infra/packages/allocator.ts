/**
 * Variables of glibc's allocator for functions with machine code, which takes and gives back large blocks. As it comes,
 * the allocator keeps what was given back in a heap for each thread, and a process grows with every photo: 819 MB at its
 * peak where 459 are enough (docs/decisions/015-images.md). https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
export const allocator = {
  MALLOC_ARENA_MAX: "2",
  MALLOC_MMAP_THRESHOLD_: "131072",
  // What is smaller than a block of its own comes back soon: to give less of it back costs no memory and saves time.
  MALLOC_TRIM_THRESHOLD_: "33554432",
} as const;
