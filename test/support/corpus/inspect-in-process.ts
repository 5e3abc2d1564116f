import { inspectAndRender } from "../../../lib/photos/imaging/inspect.ts";
import type { Rendition } from "../../../lib/photos/imaging/render.ts";
import { announcementOf, type CorpusFile } from "./corpus-file.ts";

/** Inspects bytes with a true announcement. */
export const inspectHere = (bytes: Buffer, contentType: string) =>
  inspectAndRender(bytes, announcementOf({ contentType }, bytes));

/** The two renditions of a file. Throws if it is rejected. */
export const renditionsOf = async ({
  create,
  contentType,
}: Pick<CorpusFile, "create" | "contentType">): Promise<[Rendition, Rendition]> => {
  const found = await inspectHere(await create(), contentType);
  const [thumb, screen] = found.ok ? found.renditions : [];
  if (thumb === undefined || screen === undefined) throw new Error(`Rejected: ${JSON.stringify(found)}`);
  return [thumb, screen];
};
