# The program is one static file: the image holds it, root certificates for the
# calls to Telegram and to a model, and an empty data directory. No shell, no root.
#
#   docker build -t dondoc .
#   docker run -p 127.0.0.1:8080:8080 -v dondoc:/data dondoc

FROM --platform=$BUILDPLATFORM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG TARGETOS
ARG TARGETARCH
ARG VERSION=dev
RUN CGO_ENABLED=0 GOOS=$TARGETOS GOARCH=$TARGETARCH \
    go build -buildvcs=false -trimpath -ldflags "-s -w -X main.version=$VERSION" -o /dondoc ./cmd/dondoc \
 && install -d -m 0750 /image/data \
 && install -d -m 1777 /image/tmp

FROM scratch
ARG VERSION=dev
LABEL org.opencontainers.image.title="dondoc" \
      org.opencontainers.image.description="Who is responsible for what, by when: answers from official plans, always cited" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="$VERSION"
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build --chown=65532:65532 /image/ /
COPY --from=build /dondoc /dondoc
COPY LICENSE /LICENSE
USER 65532:65532
ENV DONDOC_DATA=/data \
    DONDOC_LISTEN=0.0.0.0:8080
# After the copy, so that a new volume takes the owner over.
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["/dondoc", "healthcheck"]
ENTRYPOINT ["/dondoc"]
CMD ["serve"]
