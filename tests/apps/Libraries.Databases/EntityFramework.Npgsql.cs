using Microsoft.EntityFrameworkCore;

namespace Libraries.Databases;

static partial class EntityFramework
{
    public static Task RunOverNpgsqlAsync(string connectionString) =>
        RunAsync(new DbContextOptionsBuilder<Shop>().UseNpgsql(connectionString).Options);
}
