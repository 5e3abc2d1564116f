import type { PhotoPresenter } from "../../lib/photos/presenter.ts";

/** Shows photos by URLs that lead nowhere and say for what and when they were signed. */
export const testPhotoPresenter: PhotoPresenter = {
  views: { sign: async (key, now) => `https://storage.example/${key}?at=${now}` },
  language: "en",
};
