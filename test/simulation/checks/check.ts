import type { Story } from "../run/story.ts";

/** Something that holds at the end of every run: what of it does not, in words; nothing where all is well. */
export type Check = { name: string; look: (story: Story) => string[] };
