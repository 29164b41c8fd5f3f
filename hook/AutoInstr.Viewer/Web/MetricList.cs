using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using AutoInstr.Viewer.Model;

namespace AutoInstr.Viewer.Web;

/// <summary>An instrument with its series.</summary>
/// <param name="Id">What it is called in addresses: 16 hexadecimal digits, the same in every viewer.</param>
/// <param name="Instrument">What was measured.</param>
/// <param name="Series">Its series, in the order in which they were first seen; never empty.</param>
internal sealed record MetricRow(string Id, MetricInstrument Instrument, IReadOnlyList<MetricSeries> Series)
{
    /// <summary>How many points they have.</summary>
    public int Points { get; } = Series.Sum(static series => series.Points.Count);
}

/// <summary>The instruments of a store by service, scope and name; grouped anew only when points have come.</summary>
internal sealed class MetricList(MetricStore store)
{
    private readonly object _gate = new();
    private IReadOnlyList<MetricSeries>? _snapshot;
    private IReadOnlyList<MetricRow> _rows = [];

    /// <summary>All instruments.</summary>
    public IReadOnlyList<MetricRow> Rows
    {
        get
        {
            lock (_gate)
            {
                var snapshot = store.Series;
                if (!ReferenceEquals(snapshot, _snapshot))
                {
                    _snapshot = snapshot;
                    _rows =
                    [
                        .. snapshot.GroupBy(static series => series.Instrument)
                            .Select(static group => new MetricRow(IdOf(group.Key), group.Key, [.. group]))
                            .OrderBy(static row => row.Instrument.Service, StringComparer.Ordinal)
                            .ThenBy(static row => row.Instrument.ScopeName, StringComparer.Ordinal)
                            .ThenBy(static row => row.Instrument.Name, StringComparer.Ordinal),
                    ];
                }
                return _rows;
            }
        }
    }

    private static string IdOf(MetricInstrument instrument)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(instrument.ToString()));
        return BinaryPrimitives.ReadUInt64BigEndian(hash).ToString("x16", provider: null);
    }
}
