/// \file
/// Units -> what the pipeline wants to know of them: by a parse, or by what one has said before.
///
///   facts     of the code as it is, for decide
///   messages  over an overlay, for verify
///
/// The only two things for which the tool parses, and so the only two that are cached. With or
/// without a cache the answers are the same. Thread-safe. Private to pipeline/.
#pragma once

#include "pipeline/Pipeline.h"
#include "verify/Verify.h"

namespace repool {

class UnitReader {
public:
  UnitReader(const PipelineOptions &options, const std::vector<DriverSpec> &drivers,
             SourceStore &sources);

  TuFacts facts(const CompileUnit &unit);
  Messages messages(const CompileUnit &unit, const Overlay &overlay,
                    const ParseOptions &parsing) const;

  [[nodiscard]] const ParseOptions &parsing() const { return parsing_; }

  /// What `facts` asks the cache.
  [[nodiscard]] Digest question(const CompileUnit &unit) const;

private:
  const PipelineOptions &options_;
  const std::vector<DriverSpec> &drivers_;
  SourceStore &sources_;
  ParseOptions parsing_;
};

} // namespace repool
