using AutoInstr.Agent.Configuration;
using AutoInstr.Agent.Sources.Http;
using Xunit;

namespace AutoInstr.UnitTests.Configuration;

public sealed class HttpSettingsTests
{
    private const string ServerRequest = "OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS";
    private const string Sanitized = "AUTOINSTR_SANITIZED_HEADERS";

    [Fact]
    public void Captured_headers_are_lower_case_and_each_once()
    {
        var http = new TestEnvironment(
            (ServerRequest, "X-Tenant, x-tenant,Accept"),
            ("OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS", "Server"),
            ("OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_REQUEST_HEADERS", "Via"),
            ("OTEL_DOTNET_AUTO_TRACES_HTTP_INSTRUMENTATION_CAPTURE_RESPONSE_HEADERS", "Age")).ReadClean().Traces.Http;
        Assert.Equal(["x-tenant", "accept"], http.ServerRequestHeaders);
        Assert.Equal(["server"], http.ServerResponseHeaders);
        Assert.Equal(["via"], http.ClientRequestHeaders);
        Assert.Equal(["age"], http.ClientResponseHeaders);
    }

    [Fact]
    public void What_is_no_header_name_is_reported()
    {
        var environment = new TestEnvironment((ServerRequest, "x-a,not a name"));
        var http = environment.ReadWithReport(
            $"{ServerRequest}: 'not a name' is not the name of a header; the rest of the list is used").Traces.Http;
        Assert.Equal(["x-a"], http.ServerRequestHeaders);
    }

    [Fact]
    public void Excluded_urls_keep_what_is_a_regular_expression()
    {
        var environment = new TestEnvironment(("AUTOINSTR_EXCLUDED_URLS", "healthz,[, ^/ready$"));
        Assert.Equal(["healthz", "^/ready$"], environment.Read().Traces.Http.ExcludedUrls);
        Assert.Single(environment.Reports);
    }

    [Theory]
    [InlineData("http://10.0.0.1:8080/healthz", true)]
    [InlineData("http://10.0.0.1:8080/health", true)]
    [InlineData("http://shop/Health/ready?full=1", true)]
    [InlineData("http://shop/base/path/livez/", true)]
    [InlineData("http://shop/api/healthcheck", true)]
    [InlineData("http://shop/ready", true)]
    [InlineData("http://shop/hc", true)]
    [InlineData("http://shop/metrics", true)]
    [InlineData("http://shop/grpc.health.v1.Health/Check", true)]
    [InlineData("http://shop/", false)]
    [InlineData("http://shop/concerts/live", false)]
    [InlineData("http://shop/teams/7/metrics", false)]
    [InlineData("http://shop/healthy-food", false)]
    [InlineData("http://shop/articles/health/2026/1", false)]
    [InlineData("http://shop/orders?next=/healthz", false)]
    [InlineData("http://health/orders", false)]
    public void Probes_are_left_out_by_a_switch(string url, bool isProbe)
    {
        var patterns = new TestEnvironment(("AUTOINSTR_EXCLUDE_PROBES", "true")).ReadClean().Traces.Http.ExcludedUrls;
        Assert.Equal(isProbe, ExcludedUrls.Of(patterns)!.Contain(url));
        Assert.Empty(new TestEnvironment().ReadClean().Traces.Http.ExcludedUrls);
    }

    [Theory]
    [InlineData("authorization")]
    [InlineData("proxy-authorization")]
    [InlineData("cookie")]
    [InlineData("set-cookie")]
    [InlineData("x-api-key")]
    [InlineData("x-session-id")]
    public void Credentials_are_sanitized_by_default(string header) =>
        Assert.Contains(
            new TestEnvironment().ReadClean().Traces.Http.SanitizedHeaders,
            pattern => System.Text.RegularExpressions.Regex.IsMatch(header, $"^(?:{pattern})$"));

    [Fact]
    public void Sanitized_headers_can_be_chosen() =>
        Assert.Equal(["x-.*", "cookie"], new TestEnvironment((Sanitized, "x-.*,cookie")).ReadClean().Traces.Http.SanitizedHeaders);

    [Fact]
    public void Only_none_sanitizes_nothing()
    {
        Assert.Empty(new TestEnvironment((Sanitized, "None")).ReadClean().Traces.Http.SanitizedHeaders);
        var wrong = new TestEnvironment((Sanitized, "*"));
        Assert.Equal(new HttpSettings().SanitizedHeaders, wrong.Read().Traces.Http.SanitizedHeaders);
        Assert.Single(wrong.Reports);
    }
}
