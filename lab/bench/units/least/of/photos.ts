import type { photosRoutes } from "../../../../../lib/contract/routes/photos.ts";
import { keys, lists } from "../../../../../lib/table/keys.ts";
import { type Given, idOf, type LeastOf, was } from "../given.ts";
import { current, named, noted, once, page, record, unchanged, unique, written } from "../needs.ts";

const photoOf = (given: Given) => keys.photo(given.archive.meetingId, idOf(given, "photoId"));
/** A photo is seen where its meeting is, whose id it carries. */
const onePhoto = (given: Given) => current(keys.meeting(given.archive.meetingId), photoOf(given));

export const leastOfPhotos: LeastOf<keyof typeof photosRoutes> = {
  announcePhoto: [
    (given) => {
      const { meetingId, memberIds } = given.archive;
      const { id, sha256 } = given.record.photo as { id: string; sha256: string };
      const shown = memberIds[0] ?? "";
      return [
        ...once(given.after, given.asked.headers),
        ...current(keys.meeting(meetingId), keys.member(shown)),
        ...record(keys.photo(meetingId, id)),
        ...unique(keys.photoBytes(meetingId, sha256)),
        ...written("work", keys.photoDue(meetingId, id)),
        ...named(keys.meetingReferences(meetingId), keys.memberNamed(shown, keys.photo(meetingId, id))),
        ...unchanged(keys.member(shown)),
      ];
    },
  ],
  listPhotos: [
    ({ archive: { meetingId } }) => [
      ...current(keys.meeting(meetingId)),
      ...page({ index: "byGroup", partition: lists.ofMeeting(meetingId, "photo") }),
    ],
  ],
  getPhoto: [onePhoto],
  updatePhoto: [(given) => [...onePhoto(given), ...record(photoOf(given))]],
  deletePhoto: [
    (given) => {
      const { meetingId } = given.archive;
      return [
        ...onePhoto(given),
        ...record(photoOf(given)),
        ...noted(photoOf(given)),
        ...unique(keys.photoBytes(meetingId, String(was(given, photoOf(given)).sha256))),
        ...written("work", keys.photoDue(meetingId, idOf(given, "photoId"))),
        ...named(keys.meetingReferences(meetingId)),
      ];
    },
  ],
  renewUpload: [(given) => [...onePhoto(given), ...record(photoOf(given))]],
};
