import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { placeOfUpload } from "../../../lib/storage/keys.ts";
import type { Simulation } from "../run/simulation.ts";
import type { Invariant } from "./snapshot.ts";
import { listIn, nameOf, snapshotOf } from "./snapshot.ts";

const missing = (simulation: Simulation): string[] =>
  snapshotOf(simulation)
    .parts("PHO#")
    .filter(({ status }) => status === "ready")
    .flatMap((photo) => {
      const keys = [String(photo.uploadKey), ...listIn(photo, "renditions").map(({ key }) => String(key))];
      return keys
        .filter((key) => !simulation.storage.objects.has(key))
        .map((key) => `${nameOf(photo)} is ready without ${key}`);
    });

const left = (simulation: Simulation): string[] => {
  const snapshot = snapshotOf(simulation);
  return [...simulation.storage.objects.keys()].flatMap((key) => {
    const place = placeOfUpload(uploadsPrefix, key);
    const id = place?.photoId ?? key.slice(renditionsPrefix.length).split("/")[0] ?? "";
    const photo = snapshot.parts("PHO#").find((one) => one.id === id);
    const own = photo && [photo.uploadKey, ...listIn(photo, "renditions").map((one) => one.key)].includes(key);
    return own && photo.status === "ready" ? [] : [`${key} is left over`];
  });
};

/** Only objects uploaded to the current upload key are checked. */
const checkedElsewhere = ({ engine, storage }: Simulation): string[] =>
  engine.changes
    .flatMap(({ after }) => (after?.objectVersion === undefined ? [] : [after]))
    .filter(({ objectVersion, uploadKey }) => storage.keys.get(String(objectVersion)) !== uploadKey)
    .map(({ sk }) => `${sk} was checked by an object at another key`);

export const bytes: readonly Invariant[] = [
  { name: "the objects of ready photos exist", violations: missing },
  { name: "no object is left over", violations: left },
  { name: "a photo is checked by its own upload", violations: checkedElsewhere },
];
