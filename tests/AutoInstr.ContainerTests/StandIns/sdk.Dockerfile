# The SDK of this machine on Debian, in the place of mcr.microsoft.com/dotnet/sdk:10.0.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY dotnet /usr/share/dotnet
# How this machine reaches Debian's and NuGet's packages.
COPY apt /etc/apt
COPY certs /etc/ssl/certs
COPY nuget /root/.nuget/NuGet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
ENV SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt NUGET_CERT_REVOCATION_MODE=offline DOTNET_GENERATE_ASPNET_CERTIFICATE=false
