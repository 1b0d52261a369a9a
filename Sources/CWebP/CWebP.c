#include "CWebP.h"

#include <stdlib.h>
#include <string.h>
#include <webp/encode.h>
#include <webp/mux.h>

struct cwebp_encoder {
    WebPAnimEncoder *encoder;
    WebPConfig config;
    WebPData file;
    int width;
    int height;
};

cwebp_encoder *cwebp_begin(int width, int height, uint32_t background) {
    cwebp_encoder *encoder = calloc(1, sizeof *encoder);
    if (encoder == NULL) return NULL;
    WebPAnimEncoderOptions options;
    encoder->width = width;
    encoder->height = height;
    WebPDataInit(&encoder->file);
    if (WebPAnimEncoderOptionsInit(&options) && WebPConfigInit(&encoder->config)
        && WebPConfigLosslessPreset(&encoder->config, 4)) {
        options.anim_params.bgcolor = background;
        options.anim_params.loop_count = 0;
        // No key frames: a loop is played from its start.
        options.kmin = 0;
        options.kmax = 0;
        encoder->config.exact = 0;
        encoder->encoder = WebPAnimEncoderNew(width, height, &options);
    }
    if (encoder->encoder == NULL) {
        cwebp_free(encoder);
        return NULL;
    }
    return encoder;
}

cwebp_status cwebp_add(cwebp_encoder *encoder, const uint32_t *pixels, int milliseconds) {
    WebPPicture picture;
    if (!WebPPictureInit(&picture)) return CWEBP_FAILED;
    picture.use_argb = 1;
    picture.width = encoder->width;
    picture.height = encoder->height;
    if (!WebPPictureAlloc(&picture)) return CWEBP_OUT_OF_MEMORY;
    for (int y = 0; y < encoder->height; y++)
        memcpy(picture.argb + (size_t)y * picture.argb_stride, pixels + (size_t)y * encoder->width,
               (size_t)encoder->width * sizeof *pixels);
    const int good = WebPAnimEncoderAdd(encoder->encoder, &picture, milliseconds, &encoder->config);
    WebPPictureFree(&picture);
    return good ? CWEBP_OK : CWEBP_FAILED;
}

static cwebp_status add_xmp(WebPData *file, const uint8_t *xmp, size_t xmp_size) {
    WebPMux *mux = WebPMuxCreate(file, 1);
    if (mux == NULL) return CWEBP_OUT_OF_MEMORY;
    const WebPData chunk = {xmp, xmp_size};
    WebPData larger;
    WebPDataInit(&larger);
    const int good = WebPMuxSetChunk(mux, "XMP ", &chunk, 0) == WEBP_MUX_OK && WebPMuxAssemble(mux, &larger) == WEBP_MUX_OK;
    WebPMuxDelete(mux);
    if (!good) return CWEBP_FAILED;
    WebPDataClear(file);
    *file = larger;
    return CWEBP_OK;
}

cwebp_status cwebp_end(cwebp_encoder *encoder, int milliseconds, const uint8_t *xmp, size_t xmp_size, const uint8_t **bytes,
                       size_t *count) {
    if (!WebPAnimEncoderAdd(encoder->encoder, NULL, milliseconds, NULL)
        || !WebPAnimEncoderAssemble(encoder->encoder, &encoder->file))
        return CWEBP_FAILED;
    const cwebp_status status = xmp_size > 0 ? add_xmp(&encoder->file, xmp, xmp_size) : CWEBP_OK;
    *bytes = encoder->file.bytes;
    *count = encoder->file.size;
    return status;
}

void cwebp_free(cwebp_encoder *encoder) {
    if (encoder == NULL) return;
    if (encoder->encoder != NULL) WebPAnimEncoderDelete(encoder->encoder);
    WebPDataClear(&encoder->file);
    free(encoder);
}
