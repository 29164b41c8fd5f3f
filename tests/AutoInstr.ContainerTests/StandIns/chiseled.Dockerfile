# What .NET needs of Debian and nothing else, no shell above all, in the place of mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled.
FROM mcr.microsoft.com/dotnet/aspnet:10.0 AS whole
RUN mkdir -p /root-fs/usr/bin /root-fs/usr/share /root-fs/tmp /root-fs/etc && chmod 1777 /root-fs/tmp \
    && ldd /usr/share/dotnet/dotnet /usr/share/dotnet/shared/*/*/*.so /usr/share/dotnet/host/fxr/*/*.so /usr/lib/x86_64-linux-gnu/libssl.so.3 \
       | grep -oE '/[^ ]+' | grep -v ':$' | grep -v ^/usr/share/dotnet | sort -u | xargs -I FILE cp --parents -L FILE /root-fs \
    && cp --parents -L /usr/lib/x86_64-linux-gnu/libssl.so.3 /usr/lib/x86_64-linux-gnu/libcrypto.so.3 /root-fs \
    && cp -r /usr/share/dotnet /usr/share/zoneinfo /root-fs/usr/share && cp -r /etc/ssl /etc/passwd /etc/group /root-fs/etc \
    && ln -s /usr/share/dotnet/dotnet /root-fs/usr/bin/dotnet

FROM scratch
COPY --from=whole /root-fs /
ENV APP_UID=1654 PATH=/usr/bin DOTNET_RUNNING_IN_CONTAINER=true DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=true
USER 1654
