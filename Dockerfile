# The server, its page and the shipped notes. Compilers and development packages stay in the first stage.
# Nothing but /data and /tmp is written, so the root file system may be read-only (compose.yaml).

FROM node:20.20.2-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0 AS build
WORKDIR /app
RUN apt-get update \
  && apt-get install -y --no-install-recommends g++ make python3 \
  && rm -rf /var/lib/apt/lists/*
COPY package.json package-lock.json ./
# The one install script that is needed compiles the vector index, against the headers of this image.
RUN npm ci --ignore-scripts --no-audit --no-fund \
  && npm rebuild hnswlib-node --nodedir=/usr/local
COPY tsconfig.json ./
COPY src src
COPY web web
RUN npx vite build web --logLevel error
# onnxruntime-node carries the binaries of every platform; this image runs one.
RUN npm prune --omit=dev --ignore-scripts --no-audit --no-fund \
  && node -e "const { readdirSync, rmSync } = require('node:fs'); \
const bin = 'node_modules/onnxruntime-node/bin/napi-v6'; \
for (const os of readdirSync(bin)) for (const cpu of readdirSync(bin + '/' + os)) \
if (os !== process.platform || cpu !== process.arch) rmSync(bin + '/' + os + '/' + cpu, { recursive: true });"
WORKDIR /image/app
COPY LICENSE package.json ./
COPY bin bin
COPY scripts/load-environment.ts scripts/
COPY src src
COPY docs/evaluation.json docs/licences.md docs/
COPY models models
COPY corpus /image/corpus
# A checkout made under a strict umask would not be readable for the user of the server.
RUN chmod -R a+rX,go-w /image

FROM node:20.20.2-bookworm-slim@sha256:2cf067cfed83d5ea958367df9f966191a942351a2df77d6f0193e162b5febfc0
# Package managers have no business in a running server. A new volume takes the owner of its folder.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx \
    /usr/local/bin/corepack /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn* \
  && install -d -o 1000 -g 1000 -m 0700 /data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /image /
COPY --from=build /app/dist/web dist/web
# onnxruntime has telemetry of its own, which the last variable turns off before the library is loaded.
ENV NODE_ENV=production \
    HOST=0.0.0.0 \
    PORT=3000 \
    CORPUS_DIR=/corpus \
    DATA_DIR=/data \
    ORT_DISABLE_TELEMETRY=1
USER 1000:1000
VOLUME /data
EXPOSE 3000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=300s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3000/ready').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/groundwork.mjs"]
CMD ["serve"]
