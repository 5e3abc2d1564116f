import type { photosRoutes } from "../../../../lib/contract/routes/photos.ts";
import { announced } from "../../place/photo.ts";
import { type CasesOf, changed, posted } from "../case.ts";

export const photoCases: CasesOf<keyof typeof photosRoutes> = {
  announcePhoto: [
    {
      ask: ({ meetingId, memberIds }) =>
        posted({ ...announced(), caption: "Toàn cảnh", peopleShown: [{ memberId: memberIds[0] }] }, { meetingId }),
    },
  ],
  listPhotos: [{ ask: ({ meetingId }) => ({ params: { meetingId } }) }],
  getPhoto: [{ ask: ({ photoId }) => ({ params: { photoId } }) }],
  updatePhoto: [
    { ask: ({ photoId }, direct) => changed(direct, "getPhoto", { photoId }, { caption: "Đoàn chủ tịch" }) },
  ],
  deletePhoto: [
    {
      ask: async ({ meetingId }, direct) => {
        const { record } = await direct.call("announcePhoto", { params: { meetingId }, body: announced() });
        return changed(direct, "getPhoto", { photoId: (record.photo as { id: string }).id });
      },
    },
  ],
  renewUpload: [{ ask: ({ photoId }) => ({ params: { photoId } }) }],
};
