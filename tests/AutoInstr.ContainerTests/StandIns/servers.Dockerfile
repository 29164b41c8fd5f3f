# Debian's servers, in the place of the public images that compose.yaml names.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY apt /etc/apt
COPY certs /etc/ssl/certs
RUN apt-get update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
    postgresql rabbitmq-server redis-server nginx-light gettext-base wget && rm -rf /var/lib/apt/lists /etc/nginx/sites-enabled/*
COPY server.sh /usr/local/bin/server
CMD ["sh", "/usr/local/bin/server"]
