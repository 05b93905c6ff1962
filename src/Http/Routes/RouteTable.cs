using System.Collections.Immutable;
using Stator.Http.Metrics;
using Stator.Http.OpenApi;
using static Stator.Http.Security.CallerRoles;

namespace Stator.Http.Routes;

/// <summary>
/// The interface as a whole: each route with the role it takes. What is mapped, what is checked and what the OpenAPI document says
/// are all read from here, so that they cannot differ.
/// </summary>
internal static class RouteTable
{
    private static readonly QueryParameter Documents = new("documents", "With the document of each version.", "boolean");
    private static readonly QueryParameter After = new("after", "Go on after this one: the 'next' of the page before.", "integer");
    private static readonly QueryParameter Limit = new("limit", "How many at most, 1 to 1000; 100 by default.", "integer");
    private static readonly QueryParameter Create = new("create", "Create the instance first where it does not exist.", "boolean");
    private static readonly QueryParameter Version = new("version", "The version to create it with; the newest by default.");
    private static readonly QueryParameter Input = new("input", "The input to create it with, as JSON.");
    private static readonly QueryParameter Wait = new("wait", "Answer only when this holds: done, tag:T or state:S.");
    private static readonly QueryParameter Timeout = new("timeout", "How long to wait, as an ISO 8601 duration; PT30S by default.");
    private static readonly RouteAnswer Receipt = new(200, "Receipt");
    private static readonly RouteAnswer Created = new(201, "Receipt");
    private static readonly RouteAnswer Snapshot = new(200, "Snapshot");
    private static readonly RouteAnswer Nothing = new(204, null);

    public static ImmutableArray<Route> All { get; } =
    [
        new("publishDefinition", "PUT", "/definitions/{machine}", Publish, DefinitionRoutes.PublishAsync, "Publishes a version of a machine; 200 where it is there already")
            { Body = "Machine", Answer = new(201, "PublishReceipt") },
        new("listDefinitions", "GET", "/definitions", Read, DefinitionRoutes.ListAsync, "Lists all versions of all machines")
            { Query = [Documents], Answer = new(200, "DefinitionList") },
        new("listVersions", "GET", "/definitions/{machine}", Read, DefinitionRoutes.VersionsAsync, "Lists the versions of one machine, with counts of instances")
            { Query = [Documents], Answer = new(200, "VersionList") },
        new("getDefinition", "GET", "/definitions/{machine}/{version}", Read, DefinitionRoutes.DocumentAsync, "The document of one version")
            { Answer = new(200, "Machine") },
        new("drawDefinition", "GET", "/definitions/{machine}/{version}/diagram", Read, DefinitionRoutes.DiagramAsync, "A picture of one version")
            { Query = [new("format", "svg (the default), mermaid or dot.")], Answer = new(200, null, "image/svg+xml") },

        new("findInstances", "GET", "/machines", Read, FindRoutes.FindAsync, "Finds instances: all that is given must hold")
            { Query = FindRoutes.Query, Answer = new(200, "InstancePage") },
        new("createInstance", "POST", "/machines/{machine}/{key}", Send, InstanceRoutes.CreateAsync, "Creates an instance")
            { Body = "CreateRequest", HasEventId = true, Answer = Created },
        new("getInstance", "GET", "/machines/{machine}/{key}", Read, InstanceRoutes.GetAsync, "The snapshot of an instance")
            { Query = [new("at", "As it was right after this turn.", "integer")], Answer = Snapshot },
        new("removeInstance", "DELETE", "/machines/{machine}/{key}", Operate, InstanceRoutes.RemoveAsync, "Disposes of an instance; its history stays for the retention time")
            { Answer = Nothing },
        new("editContext", "PATCH", "/machines/{machine}/{key}/context", Operate, InstanceRoutes.EditAsync, "Changes the context by hand; the reason goes into the history")
            { Body = "ContextEdit", HasEventId = true, Answer = Receipt },

        new("sendEvent", "POST", "/machines/{machine}/{key}/events", Send, EventRoutes.SendAsync, "Sends one event")
            { Query = [Create, Version, Input, Wait, Timeout], Body = "Event", HasEventId = true, Answer = Receipt },
        new("sendEvents", "POST", "/machines/{machine}/{key}/events:batch", Send, EventRoutes.SendBatchAsync, "Sends several events, in order, all or nothing")
            { Query = [Create, Version, Input, Wait, Timeout], Body = "EventList", HasEventId = true, Answer = Receipt },

        new("getHistory", "GET", "/machines/{machine}/{key}/history", Read, HistoryRoutes.PageAsync, "The turns of an instance, oldest first")
            { Query = [After, Limit], Answer = new(200, "HistoryPage") },
        new("streamTurns", "GET", "/machines/{machine}/{key}/stream", Read, StreamRoutes.StreamAsync, "Each turn as a server-sent event, from Last-Event-ID on")
            { Answer = new(200, null, "text/event-stream") },
        new("wait", "GET", "/machines/{machine}/{key}/wait", Read, WaitRoutes.WaitAsync, "Waits until a condition holds")
            { Query = [new("for", "What to wait for: done, tag:T or state:S."), Timeout], Answer = Snapshot },

        new("completeInvocation", "POST", "/invocations/{token}:complete", Send, InvocationRoutes.CompleteAsync, "Ends an external invocation well")
            { Body = "InvocationOutput", Answer = Receipt },
        new("failInvocation", "POST", "/invocations/{token}:fail", Send, InvocationRoutes.FailAsync, "Ends an attempt of an external invocation badly")
            { Body = "InvocationError", Answer = Receipt },
        new("heartbeatInvocation", "POST", "/invocations/{token}:heartbeat", Send, InvocationRoutes.HeartbeatAsync, "Says that an external invocation is still being worked on")
            { Answer = new(200, "Empty") },

        new("listIncidents", "GET", "/incidents", Read, IncidentRoutes.ListAsync, "What went wrong with nobody there to be told, oldest first")
            { Query = [new("machine", "Of this machine."), new("key", "Of this instance; only with a machine."), After, Limit], Answer = new(200, "IncidentPage") },
        new("retryIncident", "POST", "/incidents/{number}:retry", Operate, IncidentRoutes.RetryAsync, "Tries again what failed")
            { Answer = new(200, "RetryOutcome") },
        new("skipIncident", "POST", "/incidents/{number}:skip", Operate, IncidentRoutes.SkipAsync, "Gives up what failed; the reason goes into the history")
            { Body = "Reason", Answer = Nothing },

        new("shortCreate", "GET POST", "/{machine}/{key}/create", Send, InstanceRoutes.CreateAsync, "Short form: creates an instance")
            { Body = "CreateRequest", HasEventId = true, Answer = Created },
        new("shortSend", "POST", "/{machine}/{key}/send", Send, ShortRoutes.SendAsync, "Short form: sends an event, creates the instance first where needed")
            { Body = "ShortEvent", HasEventId = true, Answer = Receipt },
        new("shortSnapshot", "GET POST", "/{machine}/{key}/snapshot", Read, InstanceRoutes.GetAsync, "Short form: the snapshot")
            { Answer = Snapshot },
        new("shortWaitFor", "POST", "/{machine}/{key}/waitFor", Read, ShortRoutes.WaitForAsync, "Short form: waits until a condition holds")
            { Body = "WaitFor", Answer = Snapshot },

        new("dashboard", "GET", "/dashboard", None, DashboardRoutes.PageAsync, "The dashboard, a web page; without a slash at the end the way to it") { Answer = new(200, null, "text/html") },
        new("dashboardFile", "GET", "/dashboard/{file}", None, DashboardRoutes.FileAsync, "What that page is made of") { Answer = new(200, null, "text/javascript") },
        new("live", "GET", "/health/live", None, HealthRoutes.LiveAsync, "The process runs") { Answer = new(200, "Health") },
        new("ready", "GET", "/health/ready", None, HealthRoutes.ReadyAsync, "Requests can be served") { Answer = new(200, "Health") },
        new("metrics", "GET", "/metrics", Read, MetricsRoutes.WriteAsync, "Figures of this host, for Prometheus") { Answer = new(200, null, "text/plain") },
        new("openApi", "GET", "/openapi/v1.json", Read, OpenApiRoutes.WriteAsync, "This interface, for programs") { Answer = new(200, "Empty") },
    ];
}
