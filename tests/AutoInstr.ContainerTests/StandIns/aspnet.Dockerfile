# The runtime of this machine on Debian, in the place of mcr.microsoft.com/dotnet/aspnet:10.0.
FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
COPY dotnet /usr/share/dotnet
RUN ln -s /usr/share/dotnet/dotnet /usr/bin/dotnet
