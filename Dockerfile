FROM rust:1.95-alpine AS build
WORKDIR /src
# The image decides which versions there are.
# hadolint ignore=DL3018
RUN apk add --no-cache gcc musl-dev
COPY . .
RUN cargo build --release --locked --package tm

# Not `scratch`: jobs of a forge want a shell, and a comparison with another revision wants git.
FROM alpine:3.22
# The image decides which versions there are.
# hadolint ignore=DL3018
RUN apk add --no-cache git
COPY --from=build /src/target/release/tm /usr/local/bin/tm
USER 65534:65534
WORKDIR /work
ENTRYPOINT ["tm"]
CMD ["check"]
