import sharp from "sharp";

/** The only loaders that ever run: no SVG, GIF, TIFF, HEIF, PDF, and no JPEG with a gain map, which would be decoded whole. */
const loaders = ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer", "VipsForeignLoadWebpBuffer"];

// Once for the process. A photo is looked at once, so a cache only costs memory; a second thread costs its buffers too.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: loaders });
sharp.cache(false);
sharp.concurrency(1);

export { sharp };
