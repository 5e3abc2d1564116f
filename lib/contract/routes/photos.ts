import { announcement, photoInput, photoPage, photoRecord, photosQuery } from "../../photos/schema.ts";
import { recordKinds } from "../../records/kinds.ts";
import { type Routes, routesOf } from "../route.ts";

const { act, create, get, list, remove, update } = routesOf("photos");

export const photosRoutes = {
  announcePhoto: create("/v1/meetings/{meetingId}/photos", "Create a photo and get its upload URL", {
    body: photoInput,
    example: {
      fileName: "toan-canh.jpg",
      contentType: "image/jpeg",
      size: 2_048_000,
      sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      caption: "Toàn cảnh hội nghị",
    },
    response: announcement,
    location: recordKinds.photo.path,
    // About the meeting.
    ifMatch: "optional",
  }),
  listPhotos: list("/v1/meetings/{meetingId}/photos", "List the photos of a meeting", {
    query: photosQuery,
    response: photoPage,
  }),
  getPhoto: get("/v1/photos/{photoId}", "Read a photo", { response: photoRecord }),
  updatePhoto: update("/v1/photos/{photoId}", "Update caption, credit, order or visibility of a photo", {
    body: photoInput,
    example: { caption: "Toàn cảnh hội nghị tổng kết", credit: null },
    response: photoRecord,
  }),
  deletePhoto: remove("/v1/photos/{photoId}", "Delete a photo and its files"),
  renewUpload: act("/v1/photos/{photoId}/upload", "Get a new upload URL", {
    response: announcement,
    status: 200,
    ifMatch: "optional",
  }),
} as const satisfies Routes;
