# An application's own Dockerfile, and the four lines that make it send OpenTelemetry data.
#
#   docker build -f containers/Dockerfile -t autoinstr .
#   docker build -f containers/Dockerfile.app -t tasks-api .

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /src
COPY . .
RUN dotnet publish sample-apps/unmodified/TasksApi -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
COPY --from=build /app /app
WORKDIR /app
ENV ASPNETCORE_HTTP_PORTS=8080
USER $APP_UID

COPY --from=autoinstr /autoinstr /autoinstr
ENV DOTNET_STARTUP_HOOKS=/autoinstr/AutoInstr.StartupHook.dll
ENV OTEL_SERVICE_NAME=appzin OTEL_TRACES_EXPORTER=otlp
ENV OTEL_EXPORTER_OTLP_INSECURE=true OTEL_EXPORTER_OTLP_ENDPOINT=otel:4317

CMD ["dotnet", "TasksApi.dll"]
