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

    /// <summary>The instance did not come to what was waited for in time.</summary>
    public const string WaitTimeout = "wait_timeout";

    /// <summary>The instance has ended, and what was waited for will never hold.</summary>
    public const string WaitImpossible = "wait_impossible";

    /// <summary>The instance has not had that turn, or its history does not go back so far.</summary>
    public const string UnknownSequence = "unknown_sequence";

    /// <summary>There is no such invocation.</summary>
    public const string UnknownInvocation = "unknown_invocation";

    /// <summary>The invocation has ended already.</summary>
    public const string AlreadySettled = "already_settled";

    /// <summary>There is no such incident, or it is settled.</summary>
    public const string UnknownIncident = "unknown_incident";

    /// <summary>Another host has taken over the store of this one.</summary>
    public const string NotOwner = "not_owner";

    /// <summary>The request itself cannot be read.</summary>
    public const string InvalidRequest = "invalid_request";

    /// <summary>The input does not fit its schema.</summary>
    public const string InvalidInput = FaultCode.InvalidInput;

    /// <summary>The event is none a caller may send, or does not fit its schema.</summary>
    public const string InvalidEvent = FaultCode.InvalidEvent;

    /// <summary>A context edited by hand does not fit its schema, or is no plain JSON.</summary>
    public const string InvalidContext = FaultCode.InvalidContext;

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

    /// <summary>An error of the host itself, which its log has. Nothing has changed.</summary>
    public const string InternalError = "internal_error";

    /// <summary>The host is shutting down.</summary>
    public const string Stopping = "stopping";

    /// <summary>The caller may not do that.</summary>
    public const string Forbidden = "forbidden";

    /// <summary>The caller is not known; or the host listens to this machine only, and the request came from another one.</summary>
    public const string AuthenticationRequired = "authentication_required";

    /// <summary>The request was sent by a web page of somebody else.</summary>
    public const string ForeignOrigin = "foreign_origin";

    /// <summary>No route takes the request.</summary>
    public const string UnknownRoute = "unknown_route";
}
