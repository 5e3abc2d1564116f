import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { placeOfUpload } from "../../../lib/storage/keys.ts";
import type { Story } from "../run/simulation.ts";
import type { Check } from "./snapshot.ts";
import { keptIn, listIn, nameOf } from "./snapshot.ts";

const missing = (story: Story): string[] =>
  keptIn(story)
    .parts("PHO#")
    .filter(({ status }) => status === "ready")
    .flatMap((photo) => {
      const keys = [String(photo.uploadKey), ...listIn(photo, "renditions").map(({ key }) => String(key))];
      return keys
        .filter((key) => !story.storage.objects.has(key))
        .map((key) => `${nameOf(photo)} is ready without ${key}`);
    });

const left = (story: Story): string[] => {
  const kept = keptIn(story);
  return [...story.storage.objects.keys()].flatMap((key) => {
    const place = placeOfUpload(uploadsPrefix, key);
    const id = place?.photoId ?? key.slice(renditionsPrefix.length).split("/")[0] ?? "";
    const photo = kept.parts("PHO#").find((one) => one.id === id);
    const own = photo && [photo.uploadKey, ...listIn(photo, "renditions").map((one) => one.key)].includes(key);
    return own && photo.status === "ready" ? [] : [`${key} is left over`];
  });
};

/** Only what came by the newest upload URL is ever checked. */
const checkedElsewhere = ({ engine, storage }: Story): string[] =>
  engine.changes
    .flatMap(({ after }) => (after?.objectVersion === undefined ? [] : [after]))
    .filter(({ objectVersion, uploadKey }) => storage.keys.get(String(objectVersion)) !== uploadKey)
    .map(({ sk }) => `${sk} is checked by bytes at another place than its own`);

export const bytes: readonly Check[] = [
  { name: "a photo that is ready has its bytes", look: missing },
  { name: "no bytes are left over", look: left },
  { name: "a photo is checked by its own bytes", look: checkedElsewhere },
];
