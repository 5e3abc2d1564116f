/** Seconds that a URL to look at a photo lives; the bucket's policy refuses older signatures too. */
export const viewLifetime = 300;

/** Makes URLs with which whoever has them can read one object for a while. */
export type ViewSigner = { sign(key: string, now: string): Promise<string> };
