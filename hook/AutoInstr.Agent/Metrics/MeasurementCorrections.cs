using System.Diagnostics.Metrics;
using System.Globalization;

namespace AutoInstr.Agent.Metrics;

/// <summary>Attributes that a measurement should have by the conventions.</summary>
internal static class MeasurementCorrections
{
    private const string ErrorType = "error.type";
    private const int FirstServerError = 500;

    /// <summary>The attributes as the SDK is to see them.</summary>
    /// <remarks>Before .NET 11, ASP.NET Core says of a server error that it is one when there was an exception, but not when the
    /// application answered so itself (https://github.com/dotnet/aspnetcore/issues/51620). Nothing is allocated for any other
    /// request.</remarks>
    public static ReadOnlySpan<KeyValuePair<string, object?>> Of(
        Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (instrument.Name != "http.server.request.duration" || instrument.Meter.Name != "Microsoft.AspNetCore.Hosting")
            return tags;
        var status = 0;
        foreach (ref readonly var tag in tags)
        {
            if (tag.Key == ErrorType)
                return tags;
            if (tag is { Key: "http.response.status_code", Value: int code })
                status = code;
        }
        if (status < FirstServerError)
            return tags;
        return (KeyValuePair<string, object?>[])[.. tags, new(ErrorType, status.ToString(CultureInfo.InvariantCulture))];
    }
}
