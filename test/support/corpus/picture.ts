import sharp, { type Sharp } from "sharp";

/** Colours of the corners in reading order. All differ, so that any rotation or mirroring is visible. */
export const corners = [
  [220, 40, 40],
  [40, 180, 60],
  [50, 70, 220],
  [230, 200, 40],
] as const;

/** Four fields, each in the colour of its corner: eight bits, three channels. */
export const fields = (width: number, height: number): Buffer => {
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const corner = corners[(y < height / 2 ? 0 : 2) + (x < width / 2 ? 0 : 1)];
      pixels.set(corner ?? [], (y * width + x) * 3);
    }
  }
  return pixels;
};

export const fieldsPicture = (width: number, height: number): Sharp =>
  sharp(fields(width, height), { raw: { width, height, channels: 3 } });

/** Reproducible noise: a linear congruential generator (Numerical Recipes), its upper byte. */
export const noise = (length: number): Buffer => {
  const bytes = Buffer.alloc(length);
  let state = 2_023;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[index] = state >>> 24;
  }
  return bytes;
};

export const noisePicture = (width: number, height: number): Sharp =>
  sharp(noise(width * height * 3), { raw: { width, height, channels: 3 } });
