# A silo and the stator tool in one image, without a shell and not as root.
#   docker build -t stator .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
RUN dotnet publish src/Silo/Silo.csproj -c Release -o /app --nologo \
 && dotnet publish src/Cli/Cli.csproj -c Release -o /tool --nologo

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /tool /tool
COPY --from=build /app /app
USER $APP_UID
# HTTP, other silos, clients of the cluster
EXPOSE 8080 11111 30000
# The root file system may be read-only: the runtime then has no place for its diagnostics socket.
ENV STATOR_URLS=http://0.0.0.0:8080 DOTNET_EnableDiagnostics=0
ENTRYPOINT ["dotnet", "/app/stator-silo.dll"]
