using Stator.Statecharts.Interpretation;

namespace Stator.Machines;

/// <summary>The codes of <see cref="RequestFault"/>. A code is never given a second meaning.</summary>
public static class RequestFaultCode
{
    /// <summary>No such machine, or no such version of it, is published.</summary>
    public const string UnknownDefinition = "unknown_definition";

    /// <summary>The version is published with other content.</summary>
    public const string VersionExists = "version_exists";

    /// <summary>The machine document has errors.</summary>
    public const string InvalidDefinition = "invalid_definition";

    /// <summary>The instance is pinned to a version that cannot be had.</summary>
    public const string DefinitionMissing = "definition_missing";

    /// <summary>There is no such instance.</summary>
    public const string UnknownInstance = "unknown_instance";

    /// <summary>There is such an instance already.</summary>
    public const string InstanceExists = "instance_exists";

    /// <summary>The instance has ended and takes no more events.</summary>
    public const string InstanceFinished = "instance_finished";

    /// <summary>The request itself cannot be read.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The input does not fit its schema.</summary>
    public const string InvalidInput = FaultCode.InvalidInput;

    /// <summary>The event is none a caller may send, or does not fit its schema.</summary>
    public const string InvalidEvent = FaultCode.InvalidEvent;

    /// <summary>An action, guard, delay or output failed.</summary>
    public const string ActionFailed = FaultCode.ActionFailed;

    /// <summary>The machine did not become stable.</summary>
    public const string MicrostepsExceeded = FaultCode.MicrostepsExceeded;

    /// <summary>The expressions of one step cost too much.</summary>
    public const string ExpressionCostExceeded = FaultCode.ExpressionCostExceeded;

    /// <summary>A limit was hit; the message names it and its setting.</summary>
    public const string LimitExceeded = FaultCode.LimitExceeded;

    /// <summary>More waits than may; nothing was taken over.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The store did not confirm the commit. Whether it applied shows when the same event id is sent again.</summary>
    public const string StoreUnavailable = "store_unavailable";

    /// <summary>The host is shutting down.</summary>
    public const string Stopping = "stopping";

    /// <summary>The host listens to this machine only, and the request came from another one.</summary>
    public const string AuthenticationRequired = "authentication_required";

    /// <summary>The request was sent by a web page of somebody else.</summary>
    public const string ForeignOrigin = "foreign_origin";

    /// <summary>No route takes the request.</summary>
    public const string UnknownRoute = "unknown_route";
}
