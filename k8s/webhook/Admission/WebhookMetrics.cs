using System.Diagnostics;
using System.Diagnostics.Metrics;
using AutoInstr.Webhook.Certificates;

namespace AutoInstr.Webhook.Admission;

/// <summary>What can be counted of the webhook: at <c>/metrics</c>.</summary>
internal sealed class WebhookMetrics
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "AutoInstr.Webhook";

    private readonly Counter<long> _reviews;
    private readonly Histogram<double> _duration;

    /// <summary>Makes the instruments.</summary>
    public WebhookMetrics(IMeterFactory meters, ServingCertificate certificate)
    {
        var meter = meters.Create(MeterName);
        _reviews = meter.CreateCounter<long>(
            "autoinstr.webhook.reviews", "{review}", "Objects that were looked at, by what became of them.");
        _duration = meter.CreateHistogram<double>("autoinstr.webhook.review.duration", "s", "How long an answer took.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1] });
        meter.CreateObservableGauge("autoinstr.webhook.certificate.expiry", () => certificate.Current is { } current
                ? new DateTimeOffset(current.NotAfter.ToUniversalTime()).ToUnixTimeSeconds() : 0,
            "s", "When the certificate ends, in seconds since 1970; 0 while there is none.");
    }

    /// <summary>Counts an answer.</summary>
    /// <param name="what">pods or workloads.</param>
    /// <param name="outcome">What became of the object.</param>
    /// <param name="took">How long it took.</param>
    public void Count(string what, string outcome, TimeSpan took)
    {
        var tags = new TagList { { "resource", what }, { "outcome", outcome } };
        _reviews.Add(1, tags);
        _duration.Record(took.TotalSeconds, new KeyValuePair<string, object?>("resource", what));
    }
}
