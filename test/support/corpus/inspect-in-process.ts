import { inspectAndRender } from "../../../lib/photos/imaging/inspect.ts";
import type { Rendition } from "../../../lib/photos/imaging/render.ts";
import { announcedOf, type Entry } from "./entry.ts";

/** Inspects bytes that are announced as they are. */
export const inspectHere = (bytes: Buffer, contentType: string) =>
  inspectAndRender(bytes, announcedOf({ contentType }, bytes));

/** The two renditions of what must be taken. Throws where it is not. */
export const renditionsOf = async ({
  make,
  contentType,
}: Pick<Entry, "make" | "contentType">): Promise<[Rendition, Rendition]> => {
  const found = await inspectHere(await make(), contentType);
  const [thumb, screen] = found.ok ? found.renditions : [];
  if (thumb === undefined || screen === undefined) throw new Error(`Rejected: ${JSON.stringify(found)}`);
  return [thumb, screen];
};
