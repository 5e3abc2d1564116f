import { renditionsPrefix, uploadsPrefix } from "../../../lib/contract/environment.ts";
import { placeOfUpload } from "../../../lib/storage/keys.ts";
import { type Invariants, type Item, listIn, nameOf } from "./snapshot.ts";

const keysOf = (photo: Item) => [String(photo.uploadKey), ...listIn(photo, "renditions").map(({ key }) => String(key))];

export const objects: Invariants = {
  "the objects of ready photos exist": (snapshot, { storage }) =>
    snapshot
      .ofKind("photo")
      .filter(({ status }) => status === "ready")
      .flatMap((photo) =>
        keysOf(photo)
          .filter((key) => !storage.objects.has(key))
          .map((key) => `${nameOf(photo)} is ready without ${key}`),
      ),

  "no object is left over": (snapshot, { storage }) =>
    [...storage.objects.keys()].flatMap((key) => {
      const upload = placeOfUpload(uploadsPrefix, key);
      const id = upload?.photoId ?? key.slice(renditionsPrefix.length).split("/")[0] ?? "";
      const photo = snapshot.ofKind("photo").find((one) => one.id === id);
      return photo?.status === "ready" && keysOf(photo).includes(key) ? [] : [`${key} is left over`];
    }),

  "a photo is checked by an object at its current upload key": (_, { engine, storage }) =>
    engine.changes
      .flatMap(({ after }) => (after?.objectVersion === undefined ? [] : [after]))
      .filter(({ objectVersion, uploadKey }) => storage.keys.get(String(objectVersion)) !== uploadKey)
      .map(({ sk }) => `${sk} was checked by an object at another key`),
};
